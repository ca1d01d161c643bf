import { expect, test } from 'vitest';
import { everyRow, isThorough } from '../support/rows.ts';
import type { SearchAbilities } from './search-index.ts';
import { add, asked, type OpenIndex, sessionsOf, spoken, talk } from './search-talks.ts';

/** What is said, in which language, and what finds it. */
type Case = readonly [language: string, text: string, queries: readonly string[]];

/** Whatever the engine. */
const scripts: readonly Case[] = [
  ['de', 'Wir fahren nach München', ['munchen', 'münchen', 'MÜNCHEN', 'Mu\u0308nchen']],
  ['de', 'Die Straße nach Müllheim ist gesperrt', ['strasse', 'Straße', 'mullheim', 'MÜLLHEIM']],
  ['fr', "On a tout déployé depuis l'école", ['deploye', 'déployé', 'ecole', "l'école"]],
  ['da', 'Ærø har en fin ø og et tårn', ['aero', 'Ærø', 'tarn', 'tårn']],
  ['pl', 'Spotkanie zespołu w Łodzi', ['lodzi', 'Łodzi', 'zespolu']],
  ['tr', 'Toplantı ılık bir İstanbul günü', ['toplanti', 'TOPLANTI', 'istanbul', 'ILIK']],
  ['ru', 'Мы обсудили новый ёлочный рынок', ['елочный', 'ёлочный', 'рынок', 'новый']],
  ['el', 'Η οδός της Αθήνας', ['οδος', 'ΟΔΟΣ', 'αθηνας']],
  ['ja', '東京都で機械学習の会議をしました', ['会議', '東京', '東京都', '機械学習の会議', '会議 東京']],
  ['ja', 'ﾃﾞｰﾀﾍﾞｰｽ設計', ['データベース', 'データベース設計', 'ﾃﾞｰﾀﾍﾞｰｽ']],
  ['zh', '我们讨论数据库的性能问题', ['数据库', '性能', '数据库性能', '讨论问题', '库的性能']],
  ['ko', '데이터베이스에서 회의를 시작합니다', ['회의', '회의를', '데이터베이스']],
  ['th', 'การประชุมทีมพัฒนาซอฟต์แวร์', ['ประชุม', 'ทีมพัฒนา', 'ซอฟต์แวร์']],
  ['he', 'דִּבַּרְנוּ על הפריסה של שָׁלוֹם', ['הפריסה', 'שלום', 'דברנו', 'שָׁלוֹם']],
  ['ar', 'مُحَمَّد تحدث عن نشر الأنظمة في المدرســة', ['محمد', 'نشر', 'الانظمة', 'المدرسه', 'مُحمد']],
  ['fa', 'گفتگو درباره کتابخانه می‌شود', ['كتابخانه', 'کتابخانه', 'میشود']],
  ['hi', 'हिन्दी में डेटाबेस की बैठक', ['डेटाबेस', 'हिन्दी']],
];

/** Other forms of the words said. */
const forms: readonly Case[] = [
  ['de', 'Wir besprechen die Häuser und Verträge', ['Vertrag', 'Haus', 'häusern']],
  ['fr', 'Nous avons déployé les applications', ['déployer application', 'déployée', 'deployer', 'deploye']],
  ['ko', '회의에서 결정합니다', ['회의는', '회의를']],
  ['es', 'Las reuniones y configuraciones del equipo', ['reunión', 'configuración equipos']],
  ['ru', 'Обсудили рынки и новые системы', ['рынок системой', 'новая система']],
  ['it', "Parliamo dell'architettura delle applicazioni", ['architetture', 'applicazione']],
  ['sv', 'Vi diskuterar databaserna och mötena', ['databas', 'möten']],
  ['tr', 'Kullanıcılar toplantıya geldi', ['kullanıcı', 'toplantı']],
];

const code: readonly (readonly [text: string, queries: readonly string[]])[] = [
  ['Memory is hard in C++ and C# programs', ['c++', 'c#', 'C++ memory']],
  ['We moved to F# on .NET and node.js', ['f#', '.net', 'node.js', 'nodejs', 'node js', 'Node.JS']],
  ['Copy it to s3://bucket/key first', ['s3://bucket', 's3 bucket', 'bucket/key']],
  ['Then run kubectl get pods --force', ['kubectl get pods', '--force', '"get pods"']],
  ['It failed with E_CONNRESET in v1.2.3', ['E_CONNRESET', 'connreset', 'econnreset', 'v1.2.3']],
  ['Call a.b.c for the I/O of your e-mail', ['a.b.c', 'I/O', 'io', 'email', 'e-mail']],
  ['Set foo_bar in camelCase', ['foo_bar', 'camelCase', 'camelcase', 'FOO_BAR', '"foo_bar"']],
  ['Log in as user@host to /usr/lib/node', ['user@host', '/usr/lib', 'usr/lib/node', '"/usr/lib"']],
  ['Use #hashtag and ask @user', ['#hashtag', '@user', 'hashtag user']],
];

/** What is typed, what was said, and what is marked in it. */
const marked: readonly (readonly [query: string, text: string, snippet: string])[] = [
  ['c++', 'write C++ here', 'write <mark>C++</mark> here'],
  ['.net', 'and .NET too', 'and <mark>.NET</mark> too'],
  ['s3://bucket', 'at s3://bucket now', 'at <mark>s3</mark>://<mark>bucket</mark> now'],
  ['E_CONNRESET', 'an E_CONNRESET again', 'an <mark>E</mark>_<mark>CONNRESET</mark> again'],
  ['--force', 'push --force it', 'push --<mark>force</mark> it'],
  ['foo_bar', 'the foo_bar field', 'the <mark>foo</mark>_<mark>bar</mark> field'],
  ['camelCase', 'in camelCase then', 'in <mark>camelCase</mark> then'],
  ['user@host', 'ssh user@host now', 'ssh <mark>user</mark>@<mark>host</mark> now'],
  ['/usr/lib', 'in /usr/lib here', 'in /<mark>usr</mark>/<mark>lib</mark> here'],
  ['数据库', '讨论数据库的性能', '讨论<mark>数据库</mark>的性能'],
  ['회의', '오늘 회의를 시작', '오늘 <mark>회의</mark>를 시작'],
  ['munchen', 'nach München', 'nach <mark>München</mark>'],
];

/** What a language stands for. */
function writingOf([language]: Case): string {
  if (['ja', 'th', 'zh'].includes(language)) return 'without blanks';
  return ['ar', 'el', 'fa', 'he', 'hi', 'ko', 'ru'].includes(language) ? 'another alphabet' : 'Latin';
}

/** Words in every script and language, and those of programmers. */
export function languageContract(
  opened: () => OpenIndex,
  { hasStemming, isDefault = false }: SearchAbilities,
): void {
  const takesAll = isThorough || isDefault;
  const search = (text: string) => opened().index.search(asked(text));
  const others = async () => {
    await add(opened(), talk(), spoken('something else entirely', 'a session of people about nothing'));
    await add(opened(), talk({ language: 'de' }), spoken('ganz andere Dinge und nichts davon'));
    await add(opened(), talk({ language: 'ja' }), spoken('京の都へ行った。議論と会話'));
  };

  test.each(everyRow(scripts, writingOf, takesAll))(
    'what is said in %s is found: %s',
    async (language, text, queries) => {
      await others();
      const sessionId = await add(opened(), talk({ language }), spoken(text));
      for (const query of queries)
        expect([query, sessionsOf(await search(query))[0]]).toEqual([query, sessionId]);
    },
  );

  test.runIf(hasStemming).each(everyRow(forms, writingOf, takesAll))(
    'what is said in %s is found by other forms of its words: %s',
    async (language, text, queries) => {
      await others();
      const sessionId = await add(opened(), talk({ language }), spoken(text));
      for (const query of queries)
        expect([query, sessionsOf(await search(query))]).toEqual([query, [sessionId]]);
    },
  );

  test.each(everyRow(code, () => 'code', takesAll))(
    'code is found as typed and by its parts: %s',
    async (text, queries) => {
      await others();
      const sessionId = await add(opened(), talk(), spoken(text));
      for (const query of queries)
        expect([query, sessionsOf(await search(query))[0]]).toEqual([query, sessionId]);
    },
  );

  test('one search finds what is said in several languages', async () => {
    const ids = [
      await add(opened(), talk(), spoken('a cluster of kubernetes servers')),
      await add(opened(), talk({ language: 'de' }), spoken('der Cluster mit Kubernetes')),
      await add(opened(), talk({ language: 'ja' }), spoken('Kubernetesのクラスター')),
    ];
    expect(sessionsOf(await search('kubernetes')).toSorted()).toEqual(ids.toSorted());
    expect(sessionsOf(await search('kubernetes lang:de'))).toEqual([ids[1]]);
  });

  test('a word of one language that says nothing in another is still found', async () => {
    const hat = await add(opened(), talk(), spoken('she wore a red hat', 'and a coat'));
    await add(opened(), talk({ language: 'de' }), spoken('er hat das gesagt', 'sie hat ein rotes Auto'));
    expect(sessionsOf(await search('red hat'))[0]).toBe(hat);
  });

  test.runIf(hasStemming)('a question may be asked in the language of the talk', async () => {
    await add(
      opened(),
      talk(),
      spoken(...Array.from({ length: 12 }, () => 'the die was cast and we wired it')),
    );
    const right = await add(opened(), talk({ language: 'de' }), spoken('wir haben die Datenbank umgezogen'));
    expect(sessionsOf(await search('Wie haben wir die Datenbanken umgezogen?'))[0]).toBe(right);
  });

  test.runIf(hasStemming)('where nobody knows the language, what is said tells it', async () => {
    const text = 'Wir haben heute über die Verträge gesprochen, und das war nicht so einfach für uns';
    const german = await add(opened(), talk({ language: 'und' }), spoken(text));
    const english = 'We talked about the contracts today, and that was not so easy for us';
    const other = await add(opened(), talk({ language: 'und' }), spoken(english));
    expect(sessionsOf(await search('Vertrag'))).toEqual([german]);
    expect(sessionsOf(await search('contracting'))).toEqual([other]);
  });

  test('characters are found wherever a word may end', async () => {
    const right = await add(opened(), talk({ language: 'zh' }), spoken('研究生命起源的科学家'));
    for (const query of ['研究', '生命', '起源', '研究生命', '命起', '科学家', '生'])
      expect([query, sessionsOf(await search(query))]).toEqual([query, [right]]);
  });

  test.each([
    ['ja', '東京都で会議をしました', '会議', '東京都で<mark>会議</mark>をしました'],
    [
      'he',
      'שלום לכולם & ברוכים <b>הבאים</b>',
      'לכולם',
      'שלום <mark>לכולם</mark> &amp; ברוכים &lt;b&gt;הבאים&lt;/b&gt;',
    ],
    ['ar', 'تحدث مُحَمَّد عن النشر', 'محمد', 'تحدث <mark>مُحَمَّد</mark> عن النشر'],
    ['en', 'it is in node.js, I think', 'node.js', 'it is in <mark>node</mark>.<mark>js</mark>, I think'],
  ])('marks leave the text of %s as it was: %s', async (language, text, query, snippet) => {
    await add(opened(), talk({ language }), spoken(text));
    expect((await search(query)).hits[0]?.moments[0]?.snippet).toBe(snippet);
  });

  test.each(everyRow(marked, () => 'marks', takesAll))(
    'what is typed as %s is marked: %s',
    async (query, text, snippet) => {
      await add(opened(), talk({ language: 'und' }), spoken(text));
      expect((await search(query)).hits[0]?.moments[0]?.snippet).toBe(snippet);
    },
  );

  test('operators narrow a search', async () => {
    const ida = await add(
      opened(),
      talk({
        speakers: ['Ida Fern', 'Zoë Quill'],
        topics: ['Data Models'],
        heldAt: new Date('2024-05-12T10:00:00Z'),
      }),
      spoken('the walrus'),
    );
    const bob = await add(
      opened(),
      talk({ speakers: ['Bob'], language: 'fr', heldAt: new Date('2025-01-01T00:00:00Z') }),
      spoken('the walrus'),
    );
    const cases: [string, string[]][] = [
      ['walrus speaker:bob', [bob]],
      ['walrus speaker:zoe', [ida]],
      ['speaker:"ida fern"', [ida]],
      ['speaker:id', []],
      ['topic:"data models" walrus', [ida]],
      ['walrus in:onboarding', []],
      ['walrus lang:french', [bob]],
      ['walrus after:2024-05-12', [bob, ida]],
      ['walrus after:2024-05-13', [bob]],
      ['walrus before:2025', [ida]],
      ['after:2024 before:2024-06', [ida]],
      ['walrus speaker:bob speaker:ida', []],
      ['walrus -speaker:bob', [ida]],
      ['-speaker:"ida fern"', [bob]],
      ['walrus -topic:"data models" -lang:de', [bob]],
    ];
    for (const [query, ids] of cases)
      expect([query, sessionsOf(await search(query)).toSorted()]).toEqual([query, ids.toSorted()]);
    const filters = { speaker: 'Bob' };
    expect((await opened().index.search(asked('walrus lang:en', { filters }))).hits).toEqual([]);
  });
}
