"""Give credits to a lawyer together: what stands against each, the batch, its relation to sign."""
