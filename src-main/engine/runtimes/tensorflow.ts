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
    const common = { name: tensorflow.name, purpose: tensorflow.purpose };
    if ('reason' in found) {
      return { ...common, title: tensorflow.title, available: false, version: null, reason: found.reason };
    }
    const { tensorflow: version, device } = found.installation;
    const place = device === 'gpu' ? 'a graphics card' : 'the processor';
    return { ...common, title: `TensorFlow on ${place}`, available: true, version, reason: null };
  },
  async start(job) {
    loadTensorflow();
    return new EagerSession(tensorflow, job, onTensorflow);
  },
};
