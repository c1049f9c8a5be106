"""Sampling quality control of scanned batches: drawing, inspecting, putting back for a new scan."""
