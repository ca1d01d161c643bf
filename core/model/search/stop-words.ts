/**
 * The words Postgres' `english` dictionary leaves out (PostgreSQL's `english.stop`, 127 words), as the tokeniser
 * folds them. Must equal that list: a word kept here and dropped there would never be found.
 */
const english =
  'i me my myself we our ours ourselves you your yours yourself yourselves he him his himself she her ' +
  'hers herself it its itself they them their theirs themselves what which who whom this that these ' +
  'those am is are was were be been being have has had having do does did doing a an the and but if or ' +
  'because as until while of at by for with about against between into through during before after ' +
  'above below to from up down in out on off over under again further then once here there when where ' +
  'why how all any both each few more most other some such no nor not only own same so than too very s ' +
  't can will just don should now';

/** Contractions typed without their apostrophe: ballast in a question, so they count only if nothing else is there. */
const contractions =
  'aint arent cant couldnt didnt doesnt dont hasnt havent im isnt ive shouldnt thats theres theyre wasnt ' +
  'weve werent whats wheres wont wouldnt youd youll youre youve';

/** Particles and forms of "to be" and "to do" in Japanese and Chinese, as ICU cuts them out of a sentence. */
const betweenCharacters =
  'の に は を た が で て と し も へ や か ね よ な だ れ さ する した して です ます ました でした ある いる から まで など ' +
  'こと という について とは って どう 的 了 是 在 和 与 及 也 就 吗 呢 吧 把 被 之 嗎 與';

export const stopWords: ReadonlySet<string> = new Set(english.split(' '));

export const ballastOfCharacters: ReadonlySet<string> = new Set(betweenCharacters.split(' '));

/** Words of a question that say nothing of what is looked for; but for `stopWords` they are in the index. */
export const questionWords: ReadonlySet<string> = new Set([
  ...stopWords,
  ...contractions.split(' '),
  ...ballastOfCharacters,
]);
