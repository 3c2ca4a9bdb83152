"""The phrases that the grammar knows: commands, and words that may stand around them."""

from bot.session.model.actions import SessionVerb

PHRASES: dict[SessionVerb, str] = {
    SessionVerb.BEGIN: """
        begin, start, ready, im ready, i am ready, go, lets go, start set, start the set, begin set,
        begin the set, im set, all set, i switched, switched, switched sides, sides switched,
        changed sides, changed legs, switched legs, im in position, in position, ready to go,
        ready when you are, here we go, start now, start it, skip rest, skip the rest, skip break,
        skip the break, end rest, end the rest, rest is over, rested, im rested, rested enough,
        enough rest, start the next set, start next set, ready for the next set, ready for next set
    """,
    SessionVerb.DONE: """
        done, im done, i am done, finished, im finished, i finished, i did it, did it, all done,
        thats it, that is it, completed, complete, set done, done with this set, done with the set,
        finished the set, set finished, finished this set, that set is done, done it, done with it,
        finished it, set complete, set completed, completed the set, finished set, done set,
        did them all, did all of them, all of them, did them, got them all
    """,
    SessionVerb.NEXT: """
        next, next one, next set, next exercise, next step, next side, move on, lets move on,
        on to the next, onto the next one, go to the next, go to the next one, next up, forward,
        on to the next set, proceed to the next, go next, moving on
    """,
    SessionVerb.SKIP: """
        skip, skip this, skip this one, skip it, skip set, skip this set, skip that, skip the set,
        pass, leave it out, leave this out, leave this one out, not this one, skip side,
        skip this side, skip that one, skip one, skip exercise, skip this exercise,
        skip the exercise, skip question, skip the question, not this set, skip side please
    """,
    SessionVerb.BACK: """
        back, go back, undo, previous, previous step, step back, one step back, oops, wrong button,
        mistake, my mistake, that was a mistake, take that back, take it back, undo that, back up,
        go back one, go back one step, back one step, back one, undo it, go one back, one back,
        the previous one, previous set, tapped wrong, wrong tap, oops wrong button, by mistake
    """,
    SessionVerb.REPEAT: """
        again, repeat, once more, once again, one more time, repeat that, say again, say that again,
        do it again, same again, repeat the set, redo, come again, restart, restart set,
        restart the set, restart this set, repeat this set, repeat set, repeat it, redo the set,
        redo this set, start over, start the set over, from the top, say it again, that again
    """,
    SessionVerb.PAUSE: """
        pause, wait, hold on, hang on, one moment, one sec, one second, just a second, just a sec,
        a second, a moment, just a moment, just a minute, a minute, one minute, wait a minute,
        wait a second, wait a moment, a break, take a break, break, brb, be right back,
        stop the clock, hold it, time out, timeout, phone, door, doorbell, someone at the door,
        pause it, pause this, pause the workout, pause the session, pause session, pause workout,
        freeze, need a minute, need a break, need a moment, need a second, short break, quick break
    """,
    SessionVerb.RESUME: """
        resume, continue, go on, carry on, keep going, unpause, im back, i am back, lets continue,
        proceed, it is gone, its gone, gone, it let go, let go, cramp is gone, the cramp is gone,
        cramp gone, no more cramp, no cramp, cramp let go, the cramp let go, it has let go,
        cramp is over, cramp over, the cramp is over, better, its better, it is better, all good,
        all good again, im good, im fine, im okay again, go ahead, keep on, never mind, nevermind,
        resume workout, resume the workout, resume session, resume the session, continue workout,
        continue the workout, lets keep going, lets carry on, lets go on, back again, on we go,
        it stopped cramping, stopped cramping, it eased, it eased off
    """,
    SessionVerb.EASIER: """
        easier, make it easier, too hard, its too hard, it is too hard, this is too hard,
        that is too hard, thats too hard, that was too hard, way too hard, too difficult,
        its too difficult, too heavy, its too heavy, this is too heavy, easier one,
        something easier, an easier one, an easier version, easier version,
        give me something easier, lighter,
        go easier, less weight, cant do this, i cant do this, i cannot do this, too much,
        its too much, this is too much, simpler, easier exercise, an easier exercise, too tough,
        its too tough, this is too tough, go lighter, make this easier, easier option,
        easier variation, an easier variation, step down, one step easier, dial it down
    """,
    SessionVerb.HARDER: """
        harder, make it harder, too easy, its too easy, it is too easy, this is too easy,
        that is too easy, thats too easy, that was too easy, way too easy, harder one,
        something harder, a harder one, a harder version, harder version, more difficult, heavier,
        too light, its too light, this is too light, tougher, more challenge, step it up,
        make this harder, harder exercise, a harder exercise, go harder, go heavier, level up,
        harder variation, harder option, step up, give me something harder, more weight, full range
    """,
    SessionVerb.OTHER_KIT: """
        other kit, different kit, change kit, swap, swap it, swap this, swap exercise,
        swap the exercise, change exercise, change the exercise, other exercise,
        another exercise, different exercise, a different exercise, something else, other equipment,
        different equipment, change equipment, another kit, switch kit, swap kit,
        switch exercise, something different, change the kit, replace this, replace exercise
    """,
    SessionVerb.MORE_REST: """
        more rest, longer rest, rest longer, more time, need more rest, need more time,
        a longer rest, longer break, a longer break, longer, add 15 seconds, add 15, add time,
        plus 15, plus 15 seconds, 15 more seconds, 15 seconds more, extra rest, not ready,
        not ready yet, im not ready, im not ready yet, i am not ready yet, still tired,
        im still tired, more rest time, a bit more rest, a little more rest, a bit more time,
        a little more time, a bit longer, a little longer, add rest, more break, more seconds
    """,
    SessionVerb.LESS_REST: """
        less rest, shorter rest, shorter break, rest less, minus 15, minus 15 seconds, less time,
        15 seconds less, 15 less, shorter, a shorter rest, a shorter break, need less rest,
        less rest time, a bit less rest, a little less rest, cut the rest, reduce rest,
        reduce the rest
    """,
    SessionVerb.NO_REST: """
        no rest, no timer, timer off, turn off timer, turn off the timer, turn the timer off,
        no clock, clock off, rest off, without rest, no rest timer, turn off rest, turn rest off,
        turn off the rest, no rests, no rest please, no countdown, turn off the clock,
        turn the clock off, rest timer off, without timer, without a timer, disable timer,
        disable the timer, no breaks
    """,
    SessionVerb.COUNT: """
        count, count for me, count aloud, count it aloud, count out loud, count it, count it for me,
        count this set, count this set aloud, count the set, count the set aloud, count along,
        count it out, count it out loud, count with me, count me through, count me in, count reps,
        count my reps, count the reps, count for me aloud, count the next set
    """,
    SessionVerb.CRAMP: """
        cramp, cramping, cramped, cramped up, i cramped, i cramped up, it cramped, it cramps,
        im cramping, i am cramping, its cramping, it is cramping, a cramp, i have a cramp,
        i got a cramp, got a cramp, have a cramp, ive got a cramp, having a cramp, cramp again,
        another cramp, still cramping, its still cramping, im still cramping, it still holds,
        still holds, still holding, it is still there, cramp is still there,
        the cramp is still there, still there, its still there, still cramped, spasm, a spasm,
        charley horse, a charley horse, i got a charley horse, got a charley horse,
        it seized up, seized up, my leg cramps, leg cramp, it locked up, locked up
    """,
    SessionVerb.STOP: """
        stop, stop now, stop it, stop here, end, end it, quit, enough, thats enough, that is enough,
        im out, end session, end the session, end workout, end the workout, stop session,
        stop the session, stop workout, stop the workout, finish workout, finish the workout,
        finish session, lets stop, cancel, abort, exit, i give up, give up, no more,
        call it a day, lets call it a day, i quit, enough for today, thats enough for today,
        thats it for today, done for today, im done for today, stop for today, end here,
        quit session, quit workout, cancel workout, cancel session, stop stop, stop stop stop,
        i cant go on, i cannot go on, no more today, i have to go, i need to go, i must go,
        have to go, need to go, gotta go, i gotta go, got to go, i have to leave, i need to leave,
        i have to stop
    """,
    SessionVerb.SAVE: """
        save, save it, save that, save this, save what i did, keep it, keep what i did, keep that,
        save and quit, save and stop, save and exit, save session, save the session, save progress,
        save my progress, save workout, save the workout, stop and save, save and finish
    """,
    SessionVerb.DROP: """
        drop, drop it, discard, discard it, delete it, throw it away, forget it, dont save,
        dont save it, do not save, do not save it, drop that, drop this, discard that, discard this,
        discard session, discard the session, discard workout, dont keep it, throw away,
        delete session, delete this session, drop the session, drop the workout
    """,
}
"""The phrases of each command, separated by commas; in lower case, without fillers."""


def _word_set(text: str) -> frozenset[str]:
    return frozenset(text.split())


FILLERS = _word_set(
    "please pls plz coach bot um uh erm er hmm mm ok okay okey yeah yep yup hey alright now "
    "then thanks thx mate man dude buddy actually sorry oh ah uhm cool great"
)
"""Words that may stand anywhere and mean nothing here."""

POLITE = (
    *("can i", "can we", "can you", "could i", "could we", "could you", "may i", "would you"),
    *("shall we", "will you", "can i get", "can i have", "could i have", "can you give me"),
)
"""In front of a wish, also as a question."""
WISHING = (
    *("i want to", "i want", "i wanna", "i need to", "i need", "i would like to", "i would like"),
    *("id like to", "id like", "lets", "let us", "let me", "i have to", "i will", "ill", "we"),
    *("im going to", "im gonna", "gimme", "give me", "time to", "i think i", "and", "i", "just"),
    *("i must", "want to", "need to", "want", "need", "so", "yes", "no"),
)
"""In front of a wish."""
QUESTIONS = _word_set(
    "how what whats hows why when which who whos where should is are do does am will would was "
    "were isnt arent can could may shall if whatever whether"
)
"""Words that begin a question."""
