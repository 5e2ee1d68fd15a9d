"""A simulated customer who pays on the real screens: offscreen pictures, real drivers, the real gateway."""
