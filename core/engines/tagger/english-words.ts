const wordsOf = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

/** Words that never belong to a topic: function words, fillers of talks, and verbs and adjectives of any subject. */
export const stopWords = wordsOf(`
  a's aah ability able about absolutely access accomplish achieve across actual actually add added adding
  addition additional adds advantage afraid after afternoon again against ago agree ah aha ahead ai ain't
  alas all allow allowed allows almost along already alright also alt although always am amazing amongst
  amount ample an and annoying another answer answers any anybody anymore anyone anything anyway anyways
  anywhere apart apparently appeared appears applause apply appreciate approach appropriate approximately
  april are area areas aren't argue around as aside ask asked asking asks aspect aspects assume assuming
  at attempt attention august automatically available average avoid aware away awesome awfully aye b back
  background backwards bad barely base based basic basically basis be beautiful became because become
  becomes been before began begin beginning begins behind being believe believed believes benefit benefits
  best bet better between beyond big bigger biggest billion bit bits blah blog both bother bottom bought
  break brief briefly brilliant bring bringing brings broad brought bucks build building builds built
  bunch but buy buys by bye c'mon called calling calls came can can't cannot care careful carefully cares
  caring carries carrying case cases catch catches catching certain certainly cetera challenge challenges
  chance change changed changes changing chat check checked checking checks cheers choice choose chooses
  choosing chose chuckles chunk circumstances classic clear clearly click clicked clicking clicks close
  closed closer closing co com combination come comes comfortable coming command common commonly comparing
  comparison complete completely complex complicated components concept concern concerned confused
  confusing consider considering considers consistent constantly content context continue convenient
  conversation conversations cool copy core correct correctly cos could couldn't counting couple course
  covering covers coz crazy create created creates creating creative critical crosstalk curious current
  currently cut cute cutting cuz d day days deal dealing dear december decent decide decided decides
  deciding deep deeper deeply default definitely degree delighted depending depends describe describing
  deserves designed desire despite detail details determine did didn't didnt difference different
  differently difficult dig digging direction directly discover discovered discuss discusses discussing
  discussion dive do does doesn't doesnt doing dollars don't done dont doubt down dozen drag dramatically
  drive driving drop dropping dude dumb dunno during e each earlier early earn easier easily easy eating
  effort eg eight either eleven else em empty end ended ending ends enjoy enjoying enough entire entirely
  episode episodes equal equally er erm especially essentially etc even evening eventually ever every
  everybody everyone everything everywhere exact exactly example examples excellent exception excited
  exciting exist existing exists expect expecting expects explain explaining explains extent extra extreme
  extremely f face fact facts fair fairly fallen falling falls false familiar fancy fantastic far
  fascinating fast faster fault favorite favour favourite february feeding feeds feel feeling feels fell
  felt few fewer fifteen fifth fifty fighting figure figured figuring filling fills final finally find
  finding finds fine finished finishing first fit five fix fixing floating focus focused folk folks follow
  followed following follows for forcing forever forget forgets forgetting forgot form forth forty forward
  found four fourth frankly free frequently fresh friday friend friends from front frustrating full fully
  fun funny further future g gathers gave general generally gentlemen get gets getting gigantic gimme give
  given gives giving glad go goal goes going gone gonna good goodbye gosh got gotta gotten grab grabbing
  grabs gradually grand great gross grow growing guarantee guess guessing guy guys h had hadn't haha half
  handling hanging happen happened happening happens happier happy hard harder has hasn't hate have
  haven't having he he'd he's head hear heard hearing hears heavy heck hello help helped helpful helping
  helps her here here's hey hi hiding high higher hilarious him his hit hits hitting hm hmm hmmm hold
  holding holds home honest honestly hope hopefully hopes hoping horrible hour hours house how how's howdy
  however huge huh hundred hundreds i'd i'll i'm i've idea ideal ideally ideas identify ie if ignore il im
  imagine imagines imagining immediately immense implementation important importantly impossible
  impressive improve improvement in inaudible inc included includes including indeed individual industry
  inevitably information initial initially insane inside insight insofar install instance instead intense
  intent interact interest interested interesting interestingly into introduce introduced invest investing
  involved involves inward is isn't issue issues it it'd it'll it's its itself ive j january join joined
  joining joins joke joking july jump jumping jumps june just k keen keep keeping keeps kept kicking kicks
  kid kids kind kinda kinds knew know knowing known knows l ladies landing large larger last late lately
  later latter laugh laughing laughs laughter lead leading leads lean learn learned learns least leave
  leaves leaving left legit lemme less let let's lets letting life like liked likely likes limited lines
  listed listen listeners listening literally little live lives living load local lol long longer look
  looked looking looks loop lose loses losing lost lot lots lotta love loved loves loving low ltd luckily
  lucky m mad made magic magical main mainly maintain major make makes making man manage manages managing
  many march massive matter matters maximum may maybe me mean means meant meet meets mentality mention
  mentioned merely method methods mhm middle might mightn't million milliseconds mind mine minor minus
  minute minutes miss misses missing mistake mistakes mix mm mmm modern moment moments monday month months
  mood more morning most mostly move moved moves moving much multiple music must mustn't my myself nah
  name naturally nay nearly neat necessarily need needed needing needless needn't needs negative nervous
  never new newer news next nice nicely nicer night nine no nobody non none nope nor normal normally not
  nothing notice noticed noticing november now nowadays nowhere number numbers nuts o obvious obviously
  occasionally october odd of off offering offers often oh ok okay old on once one ones ongoing online
  only onto ooh oops opened opening opens opinion opportunity opposed opposite optional options or
  ordinary organization original originally other others otherwise ouch ought our ours ourselves out
  outcome outside outta over overall own owning owns p paid painful paragraph part particular particularly
  parts party pass passes passing past path pay paying pays people people's per percent perfect perfectly
  perhaps person personal personally perspective pick picking picks picture piece pieces place places play
  played playing plays please pleasure plenty plus pm point pointed pointing points popular position
  possible potential potentially powerful pre prefer preferably prepared preparing press pressed pretend
  pretty previous primarily primary prior probably problem problems proper properly proud provide pulling
  pulls purpose pushes pushing put puts putting q quarter questions quick quickly quite quote quotes r
  raising ran random rare rarely rate rather rationale re reach reaches reaching read reading reads ready
  real reality realize realized realizes realizing really reason reasonable reasonably reasons receive
  received receiving recent recently recommend reference referring regardless regular related relatively
  relevant relying remain remains remember remembering remembers remove removed removes removing repeats
  replaces replacing requires requiring respect respond responsible rest result results returning returns
  right room rough roughly round run running runs s sad safe said sake same sat saturday save saves saving
  saw say saying says scale scary scenario scope scroll second secondly seconds see seeing seeking seem
  seems seen sees select selected self selling send sending sends sense sent sentence sentences separate
  separately september serious seriously set sets setting seven several shall shalln't shan't shape share
  shared sharing she she'd ship short shot should shouldn't show showing shown shows side sides sign
  significant significantly silly similar simple simpler simplest simplify simply since single sit sits
  sitting situation six size sleeping slight slightly slow slowly small smaller smart smiling smooth so
  solid solution solve solving some somebody somehow someone something sometime sometimes somewhat
  somewhere soon sorry sort sorta sorts sound sounded sounding sounds speak speaking speaks special
  specific specifically speed spend spending spends spent splits splitting sponsor sponsors spot spread
  spring stage standing stands start started starting starts stay stayed staying steal step steps stick
  sticking sticks still stood stop stopped stopping stops straight straightforward strange strong strongly
  struggling stuck stuff stupid subject success successful such suddenly suggest suggested suggesting
  suggests suit sunday super support supposed sure surprise surprised surprising switching t take taken
  takes taking talk talked talking talks taught teach teaching technical tell telling tells tempted ten
  tend tending tends terms terrible th than thank thankfully thanks that that'd that's thats the their
  theirs them themselves then there there'd there's thereby therefore thereof these they they'd they'll
  they're they've thing things thingy think thinks third thirty this thoroughly those though thought
  thoughtful thoughts thousand thousands three through throw throwing throws thursday thus til till time
  times tiny tired to today together told tomorrow ton tonight too took top topics totally touch touches
  touching tough towards traditional transcript treats tricky tried tries true truly trust trusting try
  trying tuesday turn turned turning turns twelve twenty twice two type typed types typically u ugh uh
  uh-huh uhm ultimate ultimately um unable under understand understanding unfortunately unintelligible
  unique unless unlike unpopular until unusual up upset us use used useful useless uses using usual
  usually v valuable various vast versus very visible vision visiting visits vs w wait waiting waits walk
  walking walks wanna want wanted wanting wants was wasn't wasnt watch watches watching way ways we we'd
  we'll we're we've wearing wednesday week weeks weird welcome well went were weren weren't werent what
  what's whatever whats when when's whence whenever where where's whereas whereby wherever whether which
  whichever while who who'd who's whoever whole whom whose why why's wide wild will willing win winning
  wins wise wish wishing with within without won't wonder wonderful wondering wonders worked working works
  world worries worry worrying worse worst worth worthwhile would wouldn't wow write writes written wrong
  wrote x y y'all ya yay yeah year years yep yes yesterday yet yikes you you'd you'll you're you've young
  younger your yours yourself yup z zero
`);

/** Words that are no topic of their own in a company's talks, but make one with another: "code review". */
export const weakWords = wordsOf(`
  account address api app application applications apps architecture audience audio board book box brain
  brand browser business button call card career channel class cloud code coding community companies
  company computer conference contract control cost customer customers data database decision decisions
  design dev developer developers development document documentation domain driven ecosystem edge email
  engineer engineering engineers environment error event experience family feature features feedback field
  file files format framework function functions game github google group growth hand handle hands health
  history host human image impact infrastructure input interface internet interview javascript job jobs js
  key knowledge language languages layer learning level libraries library line link list machine
  management manager market meeting memory message model models money network note notes office open order
  package page pain performance phone plan platform podcast post power practice price process processing
  product production products program programming project projects public pull push python quality
  question range react record release released report request requests research resources response review
  role row rule school science screen script search section security server service services session site
  skill slack social software source space speech stack standard startup state store story structure style
  switch system systems table task team teams tech technology term test testing text thinking ticket tool
  tooling tools topic track training twitter unit update user users value version versions video view
  voice web website window word words work writing
`);
