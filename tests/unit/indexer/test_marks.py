"""What hangs together on a page."""

import cv2
import numpy as np

from indexer.stages.marks import marks_of


def test_pixels_that_touch_at_a_corner_are_one_mark() -> None:
    mask = np.zeros((6, 9), np.uint8)
    mask[1, 1] = mask[2, 2] = mask[4, 5:8] = 1

    found = marks_of(mask)

    assert found.stats[1:].tolist() == [[1, 1, 2, 2, 2], [5, 4, 3, 1, 3]]
    assert found.labels[2, 2] == found.labels[1, 1] == 1


def test_marks_are_numbered_as_by_the_slower_algorithm() -> None:
    mask = (np.random.default_rng(7).random((301, 203)) < 0.3).astype(np.uint8)

    found = marks_of(mask)

    _, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8, ltype=cv2.CV_32S)
    assert np.array_equal(found.labels, labels)
    assert np.array_equal(found.stats, stats)
