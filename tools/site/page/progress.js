// A learner's progress from another device joined with that of this browser. What progress.py has written.
const VERSION = 3;

class Newer extends Error {}

const isPlain = (one) => typeof one === "object" && one !== null && !Array.isArray(one);
const areWords = (list) => Array.isArray(list) && list.every((word) => typeof word === "string");
const isEntry = (one) => isPlain(one) && isPlain(one.verdicts) && areWords(one.met) && areWords(one.cured)
  && Object.values(one.verdicts).every(Number.isInteger);

// A progress out of its text; an Error whose message says why it cannot be used.
function read(text, name) {
  let progress;
  try { progress = JSON.parse(text); } catch { /* said below */ }
  if (Number.isInteger(progress?.version) && progress.version > VERSION)
    throw new Newer(`${name} was written by a newer edition of the course`);
  if (!Number.isInteger(progress?.version) || !isPlain(progress.exercises) || !Object.values(progress.exercises).every(isEntry))
    throw new Error(`${name} is no progress of this course`);
  return progress;
}

const tried = ({ verdicts }) => Object.values(verdicts).reduce((sum, count) => sum + count, 0);

const dayOf = ({ day }) => (typeof day === "string" ? day : "");

// How often which word was said, and how often it was right: the longer count of each.
function joinedSaid(mine, theirs) {
  const said = { ...theirs, ...mine };
  for (const word of Object.keys(said)) if ((theirs[word]?.[1] ?? 0) > (mine[word]?.[1] ?? 0)) said[word] = theirs[word];
  return said;
}

// One exercise on two devices. One file often began as the other, so that counts are not added. Who has
// answered last, or on the same day more often, knows when it is due and whether an idea is cured.
function joinedEntries(mine, theirs) {
  const isLate = dayOf(mine) === dayOf(theirs) ? tried(mine) >= tried(theirs) : dayOf(mine) > dayOf(theirs);
  const [late, early] = isLate ? [mine, theirs] : [theirs, mine];
  const { day, box, due, missed, ...rest } = early;
  const both = { ...rest, ...late, verdicts: { ...theirs.verdicts, ...mine.verdicts } };
  for (const verdict of Object.keys(both.verdicts))
    both.verdicts[verdict] = Math.max(mine.verdicts[verdict] ?? 0, theirs.verdicts[verdict] ?? 0);
  both.met = [...new Set([...mine.met, ...theirs.met])];
  const knows = (idea) => (late.met.includes(idea) ? late : early);
  both.cured = both.met.filter((idea) => knows(idea).cured.includes(idea));
  if (isPlain(mine.said) && isPlain(theirs.said)) both.said = joinedSaid(mine.said, theirs.said);
  if (both.cured_on)
    both.cured_on = Object.fromEntries(both.met.filter((idea) => knows(idea).cured_on?.[idea] && !both.cured.includes(idea))
      .map((idea) => [idea, knows(idea).cured_on[idea]]));
  return both;
}

// How many draws of fresh numbers were asked, and which one was answered last: each as far as either device
// has come. What is no such pair counts as none, as in progress.py.
const isDraw = (one) => Array.isArray(one) && one.length === 2 && one.every(Number.isInteger);
const joinedDraws = (...draws) => draws.filter(isDraw)
  .reduce((one, other) => one.map((draw, at) => Math.max(draw, other[at])), [0, 0]);

// The first mark on a question: the one of this browser, unless more is known of the other.
const joinedFirsts = (mine, theirs) => (Object.keys(theirs ?? {}).length > Object.keys(mine ?? {}).length ? theirs : mine);

const JOINS = new Map(Object.entries({ exercises: joinedEntries, draws: joinedDraws, first_marks: joinedFirsts }));
const mineAlone = (mine) => mine;

// Both, with every exercise of either; joining the same once more changes nothing.
function joined(mine, theirs) {
  const both = { ...theirs, ...mine, version: Math.max(mine.version, theirs.version) };
  for (const part of Object.keys(both).filter((one) => isPlain(mine[one]) && isPlain(theirs[one]))) {
    const join = JOINS.get(part) ?? mineAlone;
    both[part] = { ...theirs[part], ...mine[part] };
    for (const name of Object.keys(theirs[part]).filter((one) => Object.hasOwn(mine[part], one)))
      both[part][name] = join(mine[part][name], theirs[part][name]);
  }
  return both;
}

export { Newer, joined, read };
