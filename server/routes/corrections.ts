import { dismissOffer, offerCorrections } from '../../core/actions/offer-corrections.ts';
import { SessionParams } from '../../core/api/common.ts';
import { CorrectionDismissal, Corrections } from '../../core/api/vocabulary.ts';
import { readerOf } from '../plugins/access.ts';
import type { App, AppDeps } from '../types.ts';
import { noContent, problems } from './answers.ts';

/** Corrections that the vocabulary offers for a transcript; taking one is an edit of the transcript like any other. */
export function correctionRoutes(app: App, { db }: AppDeps): void {
  app.get(
    '/api/sessions/:id/transcript/suggestions',
    {
      config: { access: 'member' },
      schema: {
        tags: ['transcripts'],
        summary: 'Where terms of the vocabulary were probably misheard, without what people have dismissed',
        params: SessionParams,
        response: { 200: Corrections, ...problems(400, 401, 404) },
      },
    },
    (request) => offerCorrections(db, readerOf(request), request.params.id),
  );

  app.post(
    '/api/sessions/:id/transcript/suggestions/dismiss',
    {
      config: { access: 'member' },
      schema: {
        tags: ['transcripts'],
        summary: 'Do not offer a term for these words in this session any more',
        params: SessionParams,
        body: CorrectionDismissal,
        response: { 204: noContent, ...problems(400, 401, 403, 404) },
      },
    },
    async (request, reply) => {
      await dismissOffer(db, readerOf(request), request.params.id, request.body);
      return reply.status(204).send();
    },
  );
}
