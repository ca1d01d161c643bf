type Status = 'enqueued' | 'processing' | 'succeeded' | 'failed';

interface FakeTask {
  readonly uid: number;
  readonly type: string;
  readonly indexUid: string | null;
  readonly work: () => string | null;
  status: Status;
  code: string | null;
}

const now = '2026-01-01T00:00:00Z';

/** Tasks are taken at once and done later, one after the other, as the server does. */
export function fakeTasks() {
  const tasks: FakeTask[] = [];
  let isHeld = false;
  let isRunning = false;
  const failures: { readonly code: string; readonly type: string | undefined }[] = [];

  const run = async () => {
    if (isRunning) return;
    isRunning = true;
    for (let task = waiting(); task && !isHeld; task = waiting()) {
      task.status = 'processing';
      await new Promise((resolve) => setImmediate(resolve));
      const { type } = task;
      const failing = failures.findIndex((one) => one.type === undefined || one.type === type);
      task.code = failures.splice(failing, failing < 0 ? 0 : 1)[0]?.code ?? task.work();
      task.status = task.code === null ? 'succeeded' : 'failed';
    }
    isRunning = false;
  };
  const waiting = () => tasks.find(({ status }) => status === 'enqueued');

  return {
    /** `work` gives the code that the task fails with, or `null`. */
    enqueue(type: string, indexUid: string | null, work: () => string | null) {
      const task: FakeTask = { uid: tasks.length, type, indexUid, work, status: 'enqueued', code: null };
      tasks.push(task);
      void run();
      return { taskUid: task.uid, indexUid, status: 'enqueued', type, enqueuedAt: now };
    },
    read(uid: number): unknown {
      const task = tasks[uid];
      if (task === undefined) return undefined;
      const { type, indexUid, status, code } = task;
      const error =
        code === null ? null : { code, message: `refused: ${code}`, type: 'invalid_request', link: '' };
      return { uid, type, indexUid, status, error, enqueuedAt: now, startedAt: now, finishedAt: now };
    },
    /** The next task (of this type) fails with the code instead of being done. */
    failNext(code: string, type?: string) {
      failures.push({ code, type });
    },
    /** Tasks stay enqueued until they are released. */
    hold() {
      isHeld = true;
    },
    release() {
      isHeld = false;
      void run();
    },
    waiting: () => tasks.filter(({ status }) => status === 'enqueued').map(({ type }) => type),
  };
}
