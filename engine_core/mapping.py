"""From what the network found in its own input to what lies in the source picture: boxes, points, masks."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from engine_core import boxes
from engine_core.detections import Candidates, Detections, InstanceMask, Masks
from engine_core.letterbox import LetterBox


def to_source(candidates: Candidates, letterbox: LetterBox) -> Detections:
    """Map candidates, in their order, to source pixels; clip; drop what lies outside the picture."""
    corners = None
    if candidates.xywhr is not None:
        in_network = boxes.xywhr_to_corners(candidates.xywhr)
        corners = letterbox.to_source(in_network.reshape(-1, 2)).reshape(-1, 4, 2)
        unclipped = boxes.corners_to_xyxy(corners) if len(corners) else candidates.xyxy
    else:
        unclipped = letterbox.to_source(candidates.xyxy)
    xyxy = boxes.clip(unclipped, letterbox.source_wh)
    keypoints = candidates.keypoints
    if keypoints is not None:
        keypoints = keypoints.astype(np.float32)
        # A box may be sound where its keypoints or mask overflowed.
        with np.errstate(over="ignore", invalid="ignore"):
            keypoints[..., :2] = letterbox.to_source(keypoints[..., :2])
    detections = Detections(
        xyxy=xyxy,
        confidence=candidates.confidence,
        class_id=candidates.class_id,
        corners=corners,
        keypoints=keypoints,
        masks=_masks(candidates, letterbox, xyxy),
    )
    inside = (xyxy[:, 2] > xyxy[:, 0]) & (xyxy[:, 3] > xyxy[:, 1])
    return detections if inside.all() else detections[inside]


def _masks(
    candidates: Candidates, letterbox: LetterBox, xyxy: npt.NDArray[np.float32]
) -> Masks | None:
    if candidates.mask_coefficients is not None and candidates.prototypes is not None:
        coefficients, prototypes = candidates.mask_coefficients, candidates.prototypes

        def logits(row: int) -> npt.NDArray[np.float32]:
            weighted: npt.NDArray[np.float32]
            with np.errstate(over="ignore", invalid="ignore"):
                weighted = np.tensordot(coefficients[row], prototypes, axes=1)
            return weighted

    elif candidates.mask_logits is not None:
        whole = candidates.mask_logits

        def logits(row: int) -> npt.NDArray[np.float32]:
            logits: npt.NDArray[np.float32] = whole[row]
            return logits

    else:
        return None

    def make(row: int) -> InstanceMask:
        return cut_mask(logits(row), xyxy[row], letterbox)

    return Masks(make, np.arange(len(xyxy)))


def cut_mask(
    logits: npt.NDArray[np.float32], box: npt.NDArray[np.float32], letterbox: LetterBox
) -> InstanceMask:
    """Sample a mask over the whole network input at the pixels of one box.

    Args:
        logits: ``(h, w)`` over the network's input, positive inside the object.
        box: The object's box in source pixels, clipped.
        letterbox: Where the picture lies in the network's input.

    Returns:
        The mask at the resolution of the source, bilinear between logits.
    """
    x0, y0 = (int(value) for value in np.floor(box[:2]))
    x1, y1 = (int(value) for value in np.ceil(box[2:]))
    # From the centre of a source pixel to the index of a logit, whose centre lies at half.
    per_logit_x = logits.shape[1] / letterbox.input_wh[0]
    per_logit_y = logits.shape[0] / letterbox.input_wh[1]
    scale_x, scale_y = letterbox.scale_xy
    offset_x, offset_y = letterbox.offset_xy
    to_logit = np.array(
        [
            [scale_x * per_logit_x, 0, ((x0 + 0.5) * scale_x + offset_x) * per_logit_x - 0.5],
            [0, scale_y * per_logit_y, ((y0 + 0.5) * scale_y + offset_y) * per_logit_y - 0.5],
        ]
    )
    sampled = cv2.warpAffine(
        logits,
        to_logit,
        (max(1, x1 - x0), max(1, y1 - y0)),
        flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
        borderMode=cv2.BORDER_REPLICATE,
    )
    return InstanceMask(sampled > 0, (x0, y0))
