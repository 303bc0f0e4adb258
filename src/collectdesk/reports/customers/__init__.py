"""Papers about a customer's file, and for the customer's own hand."""
