/** A picture in the layout that cameras and encoders use: a luma plane, and chroma at half its size in one or two planes. */
export type Plane = {
  readonly bytes: Uint8Array;
  readonly strideBytes: number;
  /** Size in samples of this plane. */
  readonly width: number;
  readonly height: number;
  /** Bytes from one sample to the next: 1, or 2 where U and V are interleaved (NV12). */
  readonly stepBytes: 1 | 2;
};

export type Picture = {
  readonly width: number;
  readonly height: number;
  readonly luma: Plane;
  /** U and V. */
  readonly chroma: readonly [Plane, Plane];
};

/** The planes of a tightly packed yuv420p buffer of `width × height`, both even. Writes go through to `bytes`. */
export function planarPicture(bytes: Uint8Array, size: { width: number; height: number }): Picture {
  const { width, height } = size;
  const halfWidth = width >> 1;
  const halfHeight = height >> 1;
  const uStart = width * height;
  const vStart = uStart + halfWidth * halfHeight;
  const half = { strideBytes: halfWidth, width: halfWidth, height: halfHeight, stepBytes: 1 } as const;
  return {
    width,
    height,
    luma: { bytes: bytes.subarray(0, uStart), strideBytes: width, width, height, stepBytes: 1 },
    chroma: [
      { ...half, bytes: bytes.subarray(uStart, vStart) },
      { ...half, bytes: bytes.subarray(vStart, vStart + halfWidth * halfHeight) },
    ],
  };
}

export function planarBytes(size: { width: number; height: number }): number {
  return size.width * size.height + 2 * (size.width >> 1) * (size.height >> 1);
}

/** The planes of a frame copied out by `VideoFrame.copyTo`. Null for layouts other than I420 and NV12. */
export function copiedPicture(options: {
  bytes: Uint8Array;
  format: string;
  width: number;
  height: number;
  layout: readonly { offset: number; stride: number }[];
}): Picture | null {
  const { bytes, width, height } = options;
  const [first, second, third] = options.layout;
  if (first === undefined || second === undefined) {
    return null;
  }
  const luma: Plane = { bytes: bytes.subarray(first.offset), strideBytes: first.stride, width, height, stepBytes: 1 };
  const half = { width: (width + 1) >> 1, height: (height + 1) >> 1 };
  const planeAt = (at: { offset: number; stride: number }, shift: 0 | 1, stepBytes: 1 | 2): Plane => ({
    ...half,
    bytes: bytes.subarray(at.offset + shift),
    strideBytes: at.stride,
    stepBytes,
  });
  if (options.format === 'I420' && third !== undefined) {
    return { width, height, luma, chroma: [planeAt(second, 0, 1), planeAt(third, 0, 1)] };
  }
  if (options.format === 'NV12') {
    return { width, height, luma, chroma: [planeAt(second, 0, 2), planeAt(second, 1, 2)] };
  }
  return null;
}
