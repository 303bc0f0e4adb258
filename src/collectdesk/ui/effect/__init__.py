"""The effect page: figures of the branch that open the rows behind them. No staff rankings, ever."""
