/**
 * Keeps ONNX Runtime silent. Its builds collect how they are used and send that to their maker unless this variable
 * is set before the first session; import this before the library, wherever that is loaded.
 */
process.env['ORT_DISABLE_TELEMETRY'] = '1';
