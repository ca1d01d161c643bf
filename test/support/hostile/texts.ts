import { damaged, type Hostile, latin1, noIndex, notARecording, nothingUsable } from './hostile.ts';

const playlist = '#EXTM3U\n#EXT-X-TARGETDURATION:5\n#EXTINF:5,\nLOCAL\n#EXT-X-ENDLIST\n';
const remotePlaylist = playlist.replace('LOCAL', 'REMOTE/a.ts');
const svg = '<svg xmlns="http://www.w3.org/2000/svg"><image href="REMOTE/a.png"/></svg>';
const dash = '<MPD><Period><BaseURL>REMOTE/</BaseURL><AdaptationSet mimeType="video/mp4"/></Period></MPD>';
const sdp = 'v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nm=video 5004 RTP/AVP 96\n';
const box = (type: string) => `\0\0\0\u0010${type}isom\0\0\0\0`;
const ebml = '\u001a\u0045\u00df\u00a3';

/** Files that are text, one character a byte: what they are, what is in them, and what is said of them. */
const texts: readonly [what: string, text: string, sentence: string][] = [
  ['nothing at all', '', 'This file is empty.'],
  ['zeros', '\0'.repeat(5000), notARecording],
  ['text', 'These are the minutes of our meeting.\n'.repeat(100), notARecording],
  ['a playlist of a local file', playlist, notARecording],
  ['a playlist of a server', remotePlaylist, notARecording],
  ['a playlist after a byte order mark', `\u00ef\u00bb\u00bf${playlist}`, notARecording],
  ['a playlist after blanks', `   \n\n${playlist}`, notARecording],
  [
    'a playlist of protocols',
    playlist.replace('LOCAL', 'concat:LOCAL|subfile,,start,0,end,9,,:LOCAL'),
    notARecording,
  ],
  ['a list for concat', "ffconcat version 1.0\nfile 'LOCAL'\n", notARecording],
  ['a list for concat without a name', "file 'LOCAL'\n", notARecording],
  ['a DASH manifest', `<?xml version="1.0"?>${dash}`, notARecording],
  ['a session description', sdp, notARecording],
  [
    'a Windows Media playlist',
    '<asx version="3"><entry><ref href="REMOTE/a.wmv"/></entry></asx>',
    notARecording,
  ],
  ['a Shoutcast playlist', '[playlist]\nFile1=REMOTE/a.mp3\nNumberOfEntries=1\n', notARecording],
  ['a RealMedia link', 'REMOTE/a.rm\n', notARecording],
  ['an AviSynth script', 'AviSource("LOCAL")\n', notARecording],
  ['a picture that loads another', svg, notARecording],
  ['captions', 'WEBVTT\n\n00:01.000 --> 00:02.000\nhello\n', notARecording],
  ['a page', '<!doctype html><video src="REMOTE/a.mp4">', notARecording],
  ['an image sequence', 'LOCAL%03d.png', notARecording],
  ['filters', 'movie=LOCAL', notARecording],
  ['a ZIP archive', 'PK\u0003\u0004\u0014\0\0\0\b\0', notARecording],
  ['a program', '\u007fELF\u0002\u0001\u0001\0', notARecording],
  ['a PDF', '%PDF-1.7\n', notARecording],
  ['a JPEG', '\u00ff\u00d8\u00ff\u00e0\0\u0010JFIF\0', notARecording],
  ['a GIF', 'GIF89a\u0001\0\u0001\0', notARecording],
  ['a WebP', 'RIFF\u0020\0\0\0WEBPVP8L', notARecording],
  ['a photograph of a phone', '\0\0\0\u0018ftypheic\0\0\0\0mif1heic', notARecording],
  ['a Flash program', 'FWS\u0005\u0020\0\0\0', notARecording],
  ['a playlist behind an MP4 head', `${box('ftyp')}${playlist}`, noIndex],
  ['a playlist inside a free box', `${box('free')}${playlist}`, noIndex],
  ['a playlist behind an ID3 tag', `ID3\u0003\0\0\0\0\0\0${playlist}`, damaged],
  ['a playlist behind a Matroska head', `${ebml}${playlist}`, damaged],
  ['a playlist behind a WAVE head', `RIFF\0\0\0\0WAVE${playlist}`, damaged],
  ['a playlist behind an Ogg head', `OggS\0${playlist}`, damaged],
  ['a playlist behind an AVI head', `RIFF\0\0\0\0AVI ${playlist}`, nothingUsable],
  ['a playlist behind a FLAC head', `fLaC${playlist}`, damaged],
  ['a playlist behind an FLV head', `FLV\u0001${remotePlaylist}`, damaged],
  ['a playlist behind an AIFF head', `FORM\0\0\0\0AIFF${playlist}`, damaged],
  ['a playlist behind a CAF head', `caff\0\u0001\0\0${playlist}`, damaged],
];

export const hostileTexts: readonly Hostile[] = texts.map(([what, text, outcome]) => ({
  what,
  bytes: ({ local, remote }) => latin1(text.replaceAll('LOCAL', local).replaceAll('REMOTE', remote)),
  outcome,
}));
