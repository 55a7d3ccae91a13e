import { EagerSession } from './reference';
import type { Runtime } from './runtime';
import { findInstallation } from './tensorflow-installation';
import { deviceOfTensorflow, loadTensorflow, onTensorflow } from './tensorflow-native';

/** tfjs with the kernels of the native TensorFlow library, operation by operation as `reference` does it. */
export const tensorflow: Runtime = {
  name: 'tensorflow',
  title: 'TensorFlow',
  purpose: 'Trains with the native TensorFlow library, on an NVIDIA graphics card where it finds one.',
  device: deviceOfTensorflow,
  report() {
    const found = findInstallation();
    const { name, title, purpose } = tensorflow;
    if ('reason' in found) {
      return { name, title, purpose, available: false, version: null, reason: found.reason };
    }
    const { tensorflow: version, device } = found.installation;
    const place = device === 'gpu' ? 'a graphics card' : 'the processor';
    return {
      name,
      title: `TensorFlow on ${place}`,
      purpose: `Trains with the native TensorFlow library, here on ${place}.`,
      available: true,
      version,
      reason: null,
    };
  },
  async start(job) {
    loadTensorflow();
    return new EagerSession(tensorflow, job, onTensorflow);
  },
};
