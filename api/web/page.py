from __future__ import annotations


def add_page(app, service, access, measures, secret, routes):
    pass
