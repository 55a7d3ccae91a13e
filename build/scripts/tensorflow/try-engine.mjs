// Runs in a process of its own: loads a native module, trains a small network with it and with plain JavaScript, and
// tells the version of the library, where it computes, and how far the two are apart. `node try-engine.mjs BINDING`
import { createRequire } from 'node:module';
import util from 'node:util';

const steps = 30;
const require = createRequire(import.meta.url);
// Newer Nodes lack these two, which the package calls.
Object.assign(util, {
  isNullOrUndefined: (value) => value === null || value === undefined,
  isArray: Array.isArray,
});

const binding = require(process.argv[2]);
const tf = require('@tensorflow/tfjs-core');
tf.enableProdMode();
require('@tensorflow/tfjs-backend-cpu');
require('@tensorflow/tfjs-node-gpu/dist/register_all_kernels');
const { NodeJSKernelBackend } = require('@tensorflow/tfjs-node-gpu/dist/nodejs_kernel_backend');
tf.registerBackend('tensorflow', () => new NodeJSKernelBackend(binding, '@tensorflow/tfjs-node-gpu'));

/** The losses of a logistic regression that is trained on a backend. */
async function train(backend) {
  await tf.setBackend(backend);
  return tf.tidy(() => {
    const x = tf.tensor2d(
      Float32Array.from({ length: 400 }, (_, i) => Math.sin(i * i)),
      [100, 4],
    );
    const y = x.sum(1, true).greater(0).toFloat();
    const weights = tf.variable(tf.zeros([4, 1]), true, `weights of ${backend}`);
    const optimizer = tf.train.adam(0.05);
    const loss = () => tf.losses.sigmoidCrossEntropy(y, tf.matMul(x, weights));
    return Array.from({ length: steps }, () => optimizer.minimize(loss, true, [weights]).dataSync()[0]);
  });
}

const expected = await train('cpu');
const actual = await train('tensorflow');
const difference = Math.max(...expected.map((loss, i) => Math.abs((actual[i] - loss) / loss)));
const learned = actual[steps - 1] < actual[0];
process.stdout.write(
  `${JSON.stringify({ tensorflow: binding.TF_Version, device: binding.isUsingGpuDevice() ? 'gpu' : 'cpu', difference, learned })}\n`,
);
