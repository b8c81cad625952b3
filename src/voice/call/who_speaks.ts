/** What is kept of each who is not listened to, in stretches of 20 ms: the beginning of what they say. */
const KEPT = 35;
/** So much more is kept of one who waits for the turn; after that they get it. */
const WAITS = 100;
/** Louder than this, and than what is around them, is a voice. */
const LEAST_LEVEL = 250;
const ABOVE_AROUND = 3;
/** What is around somebody is taken for louder by so much with each stretch, and for as quiet as it is at once. */
const RISE = 1.01;
/** So many stretches of voice take the turn; so many of silence give it away. A pause between two words is shorter. */
const TAKES = 3;
const GIVES = 25;
/** Whoever sends nothing while another sends so many stretches has muted themselves. */
const MUTED = 50;

/** A stretch of somebody's sound. */
export interface Listened<Sound> {
  identity: string;
  sound: Sound;
  /** Root of the mean square of its samples. */
  level: number;
}

/** One of several people is listened to at a time. */
export interface Turns<Sound> {
  /** @returns what is to be heard now: on a change of turns with what they said just before */
  hear(one: Listened<Sound>): readonly Sound[];
  leave(identity: string): void;
}

interface Person<Sound> {
  kept: Sound[];
  around: number;
  loud: number;
  quiet: number;
  /** Since they could have the turn but for the words of the one before. */
  waits: number;
  /** Stretches of theirs since the last of whose turn it is, who may send nothing while muted. */
  unmatched: number;
}

export interface TurnTaking {
  /** Told whose turn it becomes. */
  onTurn: (identity: string) => void;
  /** Whether what the one before said is done with, so that nothing of it is taken for the next one's. */
  mayPass?: () => boolean;
}

/**
 * Whose turn it is: who began first keeps it until they are quiet, so that what two say at once is not mixed.
 */
export function whoSpeaks<Sound>({onTurn, mayPass = () => true}: TurnTaking): Turns<Sound> {
  const people = new Map<string, Person<Sound>>();
  let current: string | undefined;
  const give = (identity: string): void => {
    current = identity;
    onTurn(identity);
  };
  return {
    hear({identity, sound, level}) {
      const person = people.get(identity) ?? newPerson();
      people.set(identity, person);
      person.around = Math.min(person.around * RISE, Math.max(level, 1));
      const isVoice = level > Math.max(LEAST_LEVEL, person.around * ABOVE_AROUND);
      person.loud = isVoice ? person.loud + 1 : 0;
      person.quiet = isVoice ? 0 : person.quiet + 1;
      if (current === undefined) give(identity);
      if (identity === current) {
        for (const other of people.values()) other.unmatched = 0;
        return [sound];
      }
      person.unmatched += 1;
      person.kept.push(sound);
      const before = current === undefined ? undefined : people.get(current);
      const isGiven = !before || before.quiet >= GIVES || person.unmatched >= MUTED;
      if (isGiven && (person.waits > 0 || person.loud >= TAKES)) person.waits += 1;
      if (!isGiven) person.waits = 0;
      if (person.waits === 0 && person.kept.length > KEPT) person.kept.shift();
      if (person.waits === 0 || (person.waits < WAITS && !mayPass())) return [];
      person.waits = 0;
      give(identity);
      return person.kept.splice(0);
    },
    leave(identity) {
      people.delete(identity);
      if (current === identity) current = undefined;
    },
  };
}

function newPerson<Sound>(): Person<Sound> {
  return {kept: [], around: LEAST_LEVEL, loud: 0, quiet: GIVES, waits: 0, unmatched: 0};
}
