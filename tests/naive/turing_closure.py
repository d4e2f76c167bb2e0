"""Closed sets of situations whose cells remember, with tuples and sets, scanned over and over until nothing is new."""


def never_halts(table, n, history=0, most=5000):
    """Whether no undefined entry is ever met: (closed, different cells, situations); None beyond ``most`` situations.

    A cell is (symbol, pairs), the pairs (state, symbol read) of the latest ``history`` rewritings, latest first; with
    history -1 every pair once, in the order of its latest use.
    """
    blank = (0, ())
    window = (blank,) * n
    lefts, rights, situations, cells = {window}, {window}, {(0, window, blank, window)}, {blank}
    size = None
    while size != (len(lefts), len(rights), len(situations)):
        size = len(lefts), len(rights), len(situations)
        for state, left, cell, right in list(situations):
            if (state, cell[0]) not in table:
                return False, len(cells), len(situations)
            write, move, after = table[state, cell[0]]
            written = write, remember(cell, state, history)
            cells.add(written)
            if move == 1:
                lefts.add(left)
                new = [
                    (after, (written, *left[:-1]), right[0], (*right[1:], x[-1])) for x in rights if x[:-1] == right[1:]
                ]
            else:
                rights.add(right)
                new = [
                    (after, (*left[1:], x[-1]), left[0], (written, *right[:-1])) for x in lefts if x[:-1] == left[1:]
                ]
            situations.update(new)
        if len(situations) > most:
            return None
    return True, len(cells), len(situations)


def remember(cell, state, history):
    symbol, pairs = cell
    pair = state, symbol
    if history < 0:
        return (pair, *(other for other in pairs if other != pair))
    return (pair, *pairs)[:history]
