import { type IncomingMessage, STATUS_CODES } from 'node:http';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors, isResponseSerializationError } from 'fastify-type-provider-zod';
import { DomainError, type DomainErrorCode, TransientError } from '../../core/model/errors.ts';

const statusOf: Readonly<Record<DomainErrorCode, number>> = {
  invalid: 400,
  'not-signed-in': 401,
  'not-allowed': 403,
  'not-found': 404,
  conflict: 409,
  'duplicate-recording': 409,
  'precondition-failed': 412,
  'too-large': 413,
  'unsupported-media': 415,
  'range-not-satisfiable': 416,
  unprocessable: 422,
  locked: 423,
  'precondition-required': 428,
  'too-many-requests': 429,
  'checksum-mismatch': 460,
  'insufficient-storage': 507,
};

interface Problem {
  readonly status: number;
  readonly type?: string;
  readonly detail: string;
  readonly extra?: Readonly<Record<string, unknown>>;
}

/** Fastify's own refusals before there is a route: an address that cannot be decoded. */
export function answerBadAddress(_error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
  void send(request, reply, {
    status: 400,
    type: 'invalid',
    detail: 'This address has a % that stands for nothing, or bytes that are no UTF-8.',
  });
}

/** Answers every error as `application/problem+json` (RFC 9457). What went wrong inside stays in the log. */
export function answerProblems(app: FastifyInstance, { hasWebApp }: { readonly hasWebApp: boolean }): void {
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const problem = toProblem(error);
    if (problem.status >= 500 && problem.status !== 507) request.log.error({ err: error }, 'request failed');
    return send(request, reply, problem);
  });
  app.setNotFoundHandler((request, reply) => {
    // The web app has a page for a person who followed a broken link.
    if (hasWebApp && isForPerson(request)) return reply.status(404).sendFile('index.html');
    const detail = `There is nothing at ${request.method} ${request.url.split('?')[0]}.`;
    return send(request, reply, { status: 404, detail });
  });
}

const isForPerson = ({ method, headers, url }: FastifyRequest) =>
  method === 'GET' && headers.accept?.includes('text/html') && !/^\/(api|media)\//.test(url);

/** Postgres: a NUL, or half of a surrogate pair, in a text. */
const untextCodes = ['22021', '22P05'];

/** Of the error or of what caused it: drizzle wraps what the driver throws. */
function codeOf(error: unknown): unknown {
  if (!(error instanceof Error)) return undefined;
  const own = 'code' in error ? error.code : undefined;
  return own ?? codeOf(error.cause);
}

function toProblem(error: FastifyError): Problem {
  if (error instanceof DomainError)
    return { status: statusOf[error.code], type: error.code, detail: error.message, extra: error.extra };
  if (hasZodFastifySchemaValidationErrors(error)) {
    const errors = error.validation.map((issue) => ({
      path: issue.instancePath.replace(/^\//, '').replaceAll('/', '.'),
      message: issue.message ?? 'is not valid',
    }));
    const detail = errors.map(({ path, message }) => (path ? `${path}: ${message}` : message)).join(' ');
    return { status: 400, type: 'invalid', detail, extra: { errors } };
  }
  if (isResponseSerializationError(error)) return internal;
  if (untextCodes.includes(String(codeOf(error))))
    return {
      status: 400,
      type: 'invalid',
      detail: 'The text has a character that cannot be kept, such as NUL.',
    };
  if (error instanceof TransientError) return unavailable;
  const status = error.statusCode ?? 500;
  // Fastify's own refusals (broken JSON, too large a body) say what to do and nothing about the inside.
  if (status >= 400 && status < 500) return { status, detail: error.message };
  return internal;
}

const internal: Problem = {
  status: 500,
  detail: 'Something went wrong on our side. An admin finds the details in the log.',
};

/** A search that runs into its time limit, an engine that does not answer. */
const unavailable: Problem = {
  status: 503,
  type: 'unavailable',
  detail: 'This takes longer than it may, or a part of Brownbag is away. Try again in a while.',
};

/** Of statuses that only tus knows. */
const titles: Readonly<Record<number, string>> = { 460: 'Checksum Mismatch' };

/** The words for a status. */
export const titleOf = (status: number): string => titles[status] ?? STATUS_CODES[status] ?? 'Error';

/** Node.js itself reads on once the answer is out. */
function endSoon(body: IncomingMessage, afterMs: number): void {
  const timer = setTimeout(() => body.destroy(), afterMs);
  timer.unref();
  body.once('close', () => clearTimeout(timer));
}

async function send(request: FastifyRequest, reply: FastifyReply, problem: Problem): Promise<void> {
  const hasBody = ['content-length', 'transfer-encoding'].some((name) => name in request.headers);
  if (hasBody && !request.raw.complete) {
    // What is left of a refused upload is not read: the connection ends with the answer, or soon after it where
    // the client would miss the answer then, because it is still sending.
    const { refusedBodyMs } = request.routeOptions.config;
    if (refusedBodyMs !== undefined) endSoon(request.raw, refusedBodyMs);
    else reply.header('connection', 'close');
  }
  await reply
    .status(problem.status)
    // It may be another answer in a moment, whatever the route has said of what it meant to send.
    .header('cache-control', 'no-store')
    .type('application/problem+json')
    .serializer(JSON.stringify)
    .send({
      type: problem.type ? `urn:brownbag:${problem.type}` : 'about:blank',
      title: titleOf(problem.status),
      status: problem.status,
      detail: problem.detail,
      ...problem.extra,
    });
}
