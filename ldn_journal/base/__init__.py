"""What every room stands on: paths, assets, errors, texts, the clock, logging. Knows no medicine."""
