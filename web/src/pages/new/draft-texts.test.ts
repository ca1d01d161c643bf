import { expect, test } from 'vitest';
import { SessionPatch } from '../../../../core/api/sessions.ts';
import { UploadMetadata } from '../../../../core/api/uploads.ts';
import type { DraftFields } from './draft.ts';
import { draftsOf } from './draft.ts';
import { fieldsInHeader, formOf, metadataOf, patchOf } from './draft-texts.ts';

const fields: DraftFields = {
  title: ' Talk ',
  speakers: 'Ana, Ben',
  topics: '',
  description: 'About pivots',
  visibility: 'team',
  language: '',
  recordedOn: '2026-03-12',
};

test('the form of captions alone carries what was filled in, texts before the file', () => {
  const [draft] = draftsOf([new File(['x'], 'talk.vtt')], () => 'd');
  if (!draft) throw new Error('no draft');
  const form = formOf({ ...draft, fields });
  expect([...form.keys()]).toEqual([
    'title',
    'description',
    'visibility',
    'recordedAt',
    'speakers',
    'speakers',
    'captions',
  ]);
  expect(form.get('title')).toBe('Talk');
  expect(form.getAll('speakers')).toEqual(['Ana', 'Ben']);
  expect(String(form.get('recordedAt'))).toMatch(/^2026-03-1[123]T/);
});

test('metadata says to the server what was filled in and nothing else', () => {
  const metadata = metadataOf(fields, new File(['x'], 'talk.mp4', { type: 'video/mp4' }));
  expect(Object.keys(metadata)).not.toContain('topics');
  expect(UploadMetadata.parse(metadata)).toMatchObject({
    filename: 'talk.mp4',
    title: 'Talk',
    description: 'About pivots',
    speakers: ['Ana', 'Ben'],
    topics: [],
    visibility: 'team',
    live: '0',
  });
});

test('one name that looks like a list stays one name', () => {
  const metadata = metadataOf({ ...fields, speakers: '[Ana]' }, new File(['x'], 'talk.mp4'));
  expect(UploadMetadata.parse(metadata).speakers).toEqual(['[Ana]']);
});

test('a description that a header cannot carry follows later', () => {
  const long = { ...fields, description: 'x'.repeat(20_000) };
  expect(fieldsInHeader(fields)).toEqual(fields);
  expect(patchOf(fieldsInHeader(long), long)).toEqual({ description: long.description });
});

test('only what was changed is changed, and emptied fields are emptied', () => {
  expect(patchOf(fields, { ...fields, title: 'Talk', speakers: 'Ana, Ben ' })).toBeNull();
  const patch = patchOf(fields, {
    ...fields,
    title: '',
    speakers: '',
    visibility: 'private',
    recordedOn: '',
    description: '',
  });
  expect(patch).toEqual({ speakers: [], visibility: 'private', recordedAt: null, description: '' });
  expect(SessionPatch.parse(patch)).toEqual(patch);
});
