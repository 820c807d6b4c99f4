"""Where places are, how long it takes to get there, and where the buns are: engines that are asked, and their offline twins."""
