"""The operator's page: what people behind the counter see and do, rendered here, without a script."""
