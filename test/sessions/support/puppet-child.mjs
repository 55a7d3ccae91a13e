// A child that speaks the engine's protocol and does what the test asks: the command stands in `params.model`,
// its argument in `params.path`. It answers `hostile-frame` tasks, whose result is a number of rows.
const running = new Map();
const send = (message) => process.send(message);
const result = (id, rows) => {
  running.delete(id);
  send({ kind: 'result', id, result: { rows } });
};
const cancelled = (id) => {
  running.delete(id);
  send({ kind: 'error', id, error: { code: 'CANCELLED', message: 'cancelled by the child' } });
};

const commands = {
  echo: (id, argument) => result(id, Number(argument)),
  pid: (id) => result(id, process.pid),
  fail: (id, argument) => send({ kind: 'error', id, error: JSON.parse(argument) }),
  progress: (id, argument) => {
    for (let i = 1; i <= Number(argument); i++) {
      send({ kind: 'progress', id, progress: { fraction: i / Number(argument), detail: `part ${i}` } });
    }
    result(id, Number(argument));
  },
  later: (id, argument) => {
    const timer = setTimeout(() => result(id, Number(argument)), Number(argument));
    running.set(id, () => {
      clearTimeout(timer);
      cancelled(id);
    });
  },
  control: (id) => running.set(id, () => cancelled(id)),
  // Never answers and hears no cancellation.
  deaf: () => {
    for (;;);
  },
  exit: (id, argument) => {
    process.stderr.write('these were my last words\n');
    process.exit(Number(argument));
  },
  kill: () => process.kill(process.pid, 'SIGKILL'),
};

process.on('message', (message) => {
  if (message.kind === 'run')
    (commands[message.params.model] ?? commands.pid)(message.id, message.params.path);
  else if (message.kind === 'cancel') running.get(message.id)?.();
  else result(message.id, 42);
});
process.on('disconnect', () => process.exit(0));
send({ kind: 'ready' });
