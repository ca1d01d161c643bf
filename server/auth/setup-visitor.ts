import type { FastifyRequest } from 'fastify';

/**
 * Whether the first visitor sits at this machine: a loopback connection that no proxy forwarded.
 * Behind a proxy every visitor comes from loopback, so any forwarding header counts as elsewhere.
 */
export function isSetupVisitor(request: FastifyRequest): boolean {
  const isForwarded = ['x-forwarded-for', 'forwarded', 'x-real-ip', 'via'].some(
    (name) => name in request.headers,
  );
  const address = request.socket.remoteAddress ?? '';
  return (
    !isForwarded && (address === '::1' || address.startsWith('127.') || address.startsWith('::ffff:127.'))
  );
}
