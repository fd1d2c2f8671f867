"""What repeated runs took, in short."""

import statistics


def spread(figures):
    """[{"wall_s": 1.0}, ...] -> {"wall_s": {"min": ..., "median": ..., "max": ...}}."""
    return {name: {"min": round(min(values), 4), "median": round(statistics.median(values), 4),
                   "max": round(max(values), 4)}
            for name in figures[0] for values in [[figure[name] for figure in figures]]}


def shown(figure, digits):
    return f"{figure['median']:.{digits}f} ({figure['min']:.{digits}f}-{figure['max']:.{digits}f})"
