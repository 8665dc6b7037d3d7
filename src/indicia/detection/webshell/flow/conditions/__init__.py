"""What conditions say of values, and what holds on the ways behind them."""
