"""A synthetic learning network with known effects and faults to switch on. All of it is invented."""
