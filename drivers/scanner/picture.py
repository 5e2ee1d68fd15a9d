"""Pictures as the decoders want them: grey, 8 bit; and the repairs that bring a spoiled one back."""

import cv2
import numpy as np
import numpy.typing as npt

Picture = npt.NDArray[np.uint8]
"""Grey (height, width) or OpenCV's blue-green-red (height, width, 3)."""

Grey = npt.NDArray[np.uint8]
"""(height, width), 0 black to 255 white."""


def grey(picture: Picture) -> Grey:
    """Raises ValueError for anything but a grey or three-channel 8-bit picture."""
    if picture.dtype != np.uint8 or picture.ndim not in {2, 3}:
        raise ValueError(
            f"a picture must be 8 bit, grey or blue-green-red; got {picture.dtype} {picture.shape}"
        )
    if picture.ndim == 2:
        return np.ascontiguousarray(picture)
    if picture.shape[2] == 1:
        return np.ascontiguousarray(picture[:, :, 0])
    return cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY).astype(np.uint8, copy=False)


def shrunk_to(picture: Grey, longest_px: int) -> Grey:
    shrink = longest_px / max(picture.shape)
    return picture if shrink >= 1 else scaled(picture, shrink)


def scaled(picture: Grey, factor: float) -> Grey:
    way = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
    return cv2.resize(picture, None, fx=factor, fy=factor, interpolation=way).astype(np.uint8, copy=False)


def sharpened(picture: Grey) -> Grey:
    """Against a lens out of focus."""
    soft = cv2.GaussianBlur(picture, (0, 0), 3)
    return cv2.addWeighted(picture, 3, soft, -2, 0).astype(np.uint8, copy=False)


def smoothed(picture: Grey) -> Grey:
    """Against the grain of a dark picture."""
    return cv2.GaussianBlur(picture, (5, 5), 0).astype(np.uint8, copy=False)


def inverted(picture: Grey) -> Grey:
    """Against a telephone in night colours: ZXing inverts two-dimensional codes only, ZBar none."""
    return cv2.bitwise_not(picture).astype(np.uint8, copy=False)


def turned(picture: Grey, angle_deg: float) -> Grey:
    """Turned about its middle, corners kept. Linear codes are read within about 30 degrees of level."""
    height, width = picture.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle_deg, 1.0)
    span = int(np.ceil(np.hypot(height, width)))
    turn[:, 2] += ((span - width) / 2, (span - height) / 2)
    return cv2.warpAffine(picture, turn, (span, span), borderValue=128).astype(np.uint8, copy=False)
