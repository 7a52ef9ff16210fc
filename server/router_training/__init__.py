"""Trains the weights of the request router from labelled sentences. Not part of the installed package."""
