"""The experience curves as a test bed: how wide a forecast must be."""
