import type { Device } from '../../contract/schemas/training';

/** A way of ONNX Runtime to compute: what it calls an execution provider. */
export interface Provider {
  /** As in reports; the processor's is called like the library. */
  name: 'onnx' | 'webgpu' | 'cuda' | 'directml' | 'coreml';
  /** As in the recipe's devices. */
  device: Exclude<Device, 'auto' | 'tensorflow' | 'reference'>;
  /** What ONNX Runtime calls it. */
  execution: 'cpu' | 'webgpu' | 'cuda' | 'dml' | 'coreml';
  title: string;
  purpose: string;
  /** What has to be there for it, told when it cannot be used. */
  needs: string;
}

const onGraphics = 'Trains compiled networks by ONNX Runtime on a graphics processor.';

/** Every provider, the processor first: it is the one that works everywhere. */
export const providers = {
  cpu: {
    name: 'onnx',
    device: 'cpu',
    execution: 'cpu',
    title: 'ONNX Runtime on the processor',
    purpose: 'Trains compiled networks: each training step is traced once and then runs natively.',
    needs: 'Install the application again.',
  },
  cuda: {
    name: 'cuda',
    device: 'cuda',
    execution: 'cuda',
    title: 'ONNX Runtime on CUDA',
    purpose: onGraphics,
    needs:
      'It needs Linux on x64 with an NVIDIA graphics processor, its driver, CUDA, cuDNN and the CUDA libraries of ONNX Runtime, which are not part of this application.',
  },
  directml: {
    name: 'directml',
    device: 'directml',
    execution: 'dml',
    title: 'ONNX Runtime on DirectML',
    purpose: onGraphics,
    needs: 'It needs Windows with a graphics processor of DirectX 12.',
  },
  coreml: {
    name: 'coreml',
    device: 'coreml',
    execution: 'coreml',
    title: 'ONNX Runtime on CoreML',
    purpose: onGraphics,
    needs: 'It needs macOS.',
  },
  webgpu: {
    name: 'webgpu',
    device: 'webgpu',
    execution: 'webgpu',
    title: 'ONNX Runtime on WebGPU',
    purpose: onGraphics,
    needs:
      'It needs a graphics processor with a current driver: of Vulkan on Linux (with the Vulkan loader, libvulkan.so.1), of DirectX 12 on Windows, of Metal on macOS.',
  },
} satisfies Record<string, Provider>;
