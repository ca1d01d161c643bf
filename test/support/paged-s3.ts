import { once } from 'node:events';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';

export interface PagedS3 {
  readonly settings: { readonly endpoint: string; readonly bucket: string };
  /** Keys of each batch that was asked to be deleted. */
  readonly removed: readonly string[][];
  close(): Promise<void>;
}

/**
 * Answers `ListObjectsV2` in pages and `DeleteObjects`, as S3 does past 1000 objects. s3rver cannot: it
 * encrypts its continuation tokens with DES, which OpenSSL 3 no longer has.
 */
export async function startPagedS3(pages: readonly (readonly string[])[]): Promise<PagedS3> {
  const removed: string[][] = [];
  const server = createServer(async (request, response) => {
    response.setHeader('Content-Type', 'application/xml');
    if (request.method === 'POST') {
      const body = await text(request);
      removed.push([...body.matchAll(/<Key>(.*?)<\/Key>/g)].map(([, key = '']) => key));
      response.end('<DeleteResult/>');
      return;
    }
    const query = new URL(request.url ?? '', 'http://s3').searchParams;
    const page = Number(query.get('continuation-token') ?? 0);
    const objects = (pages[page] ?? []).map((key) => `<Contents><Key>${key}</Key><Size>1</Size></Contents>`);
    const isLast = page + 1 === pages.length;
    const next = isLast ? '' : `<NextContinuationToken>${page + 1}</NextContinuationToken>`;
    response.end(
      `<ListBucketResult><IsTruncated>${!isLast}</IsTruncated>${next}${objects.join('')}</ListBucketResult>`,
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return {
    settings: { endpoint: `http://127.0.0.1:${port}`, bucket: 'paged' },
    removed,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
