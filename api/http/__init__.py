"""The HTTP service: JSON in and out, described by OpenAPI; it wires requests to the use cases."""
