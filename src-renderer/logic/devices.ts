/** What an engine runs on, in a word or two. */
const places: Record<string, string> = {
  cpu: 'CPU',
  onnx: 'CPU',
  reference: 'CPU (reference)',
  webgpu: 'GPU (WebGPU)',
  tensorflow: 'TensorFlow',
};

export function deviceName(device: string): string {
  return places[device] ?? device;
}
