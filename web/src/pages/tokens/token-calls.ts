import { queryOptions } from '@tanstack/react-query';
import type { NewToken, TokenList } from '../../../../core/api/people.ts';
import { call, pass } from '../../api.ts';

export const createToken = (name: string) => call<NewToken>('POST', '/api/tokens', { body: { name } });
export const deleteToken = (id: string) => call<unknown>('DELETE', `/api/tokens/${encodeURIComponent(id)}`);

export const tokensQuery = queryOptions({
  queryKey: ['tokens'],
  queryFn: ({ signal }) => call<TokenList>('GET', '/api/tokens', pass(signal)),
});
