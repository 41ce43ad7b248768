/** How this machine draws, and what the map therefore allows itself. */
export type Rendering = {
  /** What the graphics driver calls itself. */
  readonly renderer: string;
  /** Drawn by the processor: no usable graphics card. */
  readonly software: boolean;
  /** Device pixels per CSS pixel that the map draws at. */
  readonly pixelRatio: number;
  /** The least time between two drawings of moving units, ms. */
  readonly frameIntervalMs: number;
};

const SOFTWARE_RENDERERS = /swiftshader|llvmpipe|softpipe|software|basic render/i;
const SOFTWARE_FRAME_INTERVAL_MS = 250;
const GPU_FRAME_INTERVAL_MS = 1000 / 30;

export function isSoftwareRenderer(renderer: string): boolean {
  return SOFTWARE_RENDERERS.test(renderer);
}

/** Asks a throw-away context of the given window. Null: no WebGL 2, hence no map. */
export function detectRendering(view: Window): Rendering | null {
  const gl = view.document.createElement('canvas').getContext('webgl2');
  if (!gl) {
    return null;
  }
  const named = gl.getExtension('WEBGL_debug_renderer_info');
  const renderer = String(gl.getParameter(named ? named.UNMASKED_RENDERER_WEBGL : gl.RENDERER));
  // Chromium keeps at most 16 contexts and drops the oldest: give this one back.
  gl.getExtension('WEBGL_lose_context')?.loseContext();
  const software = isSoftwareRenderer(renderer);
  return {
    renderer,
    software,
    pixelRatio: software ? 1 : view.devicePixelRatio,
    frameIntervalMs: software ? SOFTWARE_FRAME_INTERVAL_MS : GPU_FRAME_INTERVAL_MS,
  };
}
