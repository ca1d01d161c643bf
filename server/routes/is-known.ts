import type { FastifyReply, FastifyRequest } from 'fastify';
import { checkPreconditions } from '../../core/model/preconditions.ts';
import { always, sometimes } from '../plugins/openapi-notes.ts';
import { empty } from './answers.ts';

export const versioned = { ETag: always('Names this version of it'), 'Cache-Control': always('Ask again') };
export const unchanged = empty('It is what you have.', versioned);
export const ifChanged = { headers: { 'If-None-Match': sometimes('The `ETag` of what you have') } };

/**
 * Names the version that is about to be sent, which clients keep and ask about each time; whether the one who
 * asks has this very one: then 304. There is no date: the text that is shown may be an older one again.
 */
export function isKnown(request: FastifyRequest, reply: FastifyReply, etag: string): boolean {
  reply.headers({ 'cache-control': 'private, no-cache', etag });
  const conditions = { 'if-none-match': request.headers['if-none-match'] };
  return checkPreconditions(conditions, { etag, modifiedAt: new Date(0) }) === 'not-modified';
}
