"""Any credential a person holds, ours or another issuer's."""
