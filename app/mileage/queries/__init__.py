"""Reads of mileage: entities for the services, frozen rows for the pages."""
