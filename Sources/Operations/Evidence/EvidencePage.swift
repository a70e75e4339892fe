/// The page of a bundle that says what it proves to a stranger, and what only to one who replays.
enum EvidencePage {
  /// The page; the same in every bundle.
  static let html = HTMLText.page("What this proves", body)

  private static let body = """
    <h1>What this proves, and what it does not</h1>
    <h2>To a stranger</h2>
    <p>Whoever has this archive and the log's public key, <em>got from elsewhere and not from here</em>,
    can check without the log, without its keys and without trusting whoever keeps it:</p>
    <ul>
    <li>that each file of <code>records</code> is, byte for byte, the record at its position of the log
    that the key signed, by its proof in <code>proofs</code> (C2SP tlog-proof) up to the root in
    <code>checkpoint</code> (C2SP tlog-checkpoint);</li>
    <li>of each part in <code>parts</code> that is <b>opened</b>: that what it says is what was sealed in
    the record when the log took it. The key opens this part and nothing else; the root that stands in the
    record commits to the text;</li>
    <li>of each part that is <b>redacted</b>: that what is shown is what was sealed, at its place, and how
    many pieces are withheld between. Nothing of what these say can be tried out: their hashes are salted
    with what is not told. What does show of them stands below;</li>
    <li>that no piece was altered, moved, added or left out;</li>
    <li>where a part is <b>closed</b> because it was redacted in the log: by which record, which is here as
    well, among the others or in <code>redactions.jsonl</code>, and names what it redacts;</li>
    <li>where something was <b>erased</b>: by which record of the log, with all keys that it destroyed, and
    which holds were in force then. <code>registers.jsonl</code> has the registers of erasures and of holds
    whole, as the log's key states in <code>certificate</code>, so that also a hold that is not there is
    proven not to be. They name others by ids, and have nobody's words in the open;</li>
    <li>that the log's key states, in <code>certificate</code>, that these records and no others belong to
    this case, conversation or party, of all records that the checkpoint counts. The key signs a digest
    over a table that has, for each of them, how many records belong to it and the Merkle root over these;
    <code>bundle.json</code> has the row of this one and the proof that it belongs to the digest. Whoever
    keeps the log cannot say otherwise to anybody else without contradicting what they signed here;</li>
    <li>which witnesses the log named, and how many of them have to cosign a checkpoint, as far as the
    records in <code>witnesses.jsonl</code> say; and by the lines of <code>checkpoint</code> which of
    them cosigned this one. A witness cosigns only what extends all that it cosigned before. Where too
    few did, nobody but the log's own key vouches that these records were not put in the place of
    others. Compare the keys of witnesses, too, with what was got from elsewhere;</li>
    <li>that nothing was taken out of it unseen. A record that moves a conversation to a case or out of it,
    or merges a case or a party into another, is counted where it names for good. So where something that
    such a record brought is <b>elsewhere</b> now, and its own records are not here, that is said, with the
    records by which it came and went; those that are not of these stand in
    <code>moves.jsonl</code>.</li>
    </ul>
    <p>That holds for good. If a person is erased from the log later, the keys given here still open what
    was given here, and the proofs stay what they are.</p>
    <h2>What shows of what is left out</h2>
    <p>A record can be proven only whole, as it was logged, with its sealed parts encrypted. So of whatever
    is withheld or closed there still shows</p>
    <ul>
    <li>that it is there, in which part of which record, with all that stands in the open of that: its type,
    when, by whom, of what;</li>
    <li>how many pieces of some words each are withheld, and between which of those that are shown;</li>
    <li>how long the whole part is: what is encrypted has the length of the text, rounded up to 32 bytes, but
    for very long texts, of which their attachments' names show;</li>
    <li>the id of the key that sealed it, a random number. All that one participant said in a conversation has
    the same one, so that parts can be known to be about the same person, and not who that is.</li>
    </ul>
    <h2>What it does not prove</h2>
    <ul>
    <li><b>That the statement in <code>certificate</code> is true.</b> A stranger sees that it was made, by
    whose key, of which records, and that this archive has what it counts, no more and no less. That the
    records of the log really fold to it is seen by whoever replays, below. It is about what was recorded:
    what never came into the log is in no archive. Records that are named as passed over, in
    <code>certificate</code> by a line <code>quarantined</code>, count as nobody's.</li>
    <li>That what was recorded is true: a log proves what was said to it, and when it was in it.</li>
    <li>That a code of exemption is rightly claimed: that is what whoever made this archive says.</li>
    <li>Whether a hold on something else reached what was erased by a merge or a link that none of these
    records tells: that is seen by whoever has the log.</li>
    <li>That what is named as elsewhere was here once, where no record here brought it: a conversation can
    have said itself, or in each of its records, which case it is of. Nor that none but these did; that is
    seen by whoever replays.</li>
    <li>That the log did not name other witnesses later, by a record that is not here.</li>
    <li>What <code>report.html</code> says. It was made of the files beside it, for people to read; compare
    what matters with these, or have them printed by the program that checks them.</li>
    <li>When this archive was made, and for whom: the register of disclosures of the log has that, with
    the SHA-256 of <code>manifest.sha256</code>.</li>
    </ul>
    <h2>To one who replays</h2>
    <p>The state of the matter and its reasons follow from the records by rules of a program. Whoever has
    the log and the program can fold it again from the beginning, without any key, and sees whether the
    same state comes out, whether these are all records, and whether the log is what it signed before.
    <code>certificate</code> is a file of its own for that: checked with the log, it is found true or
    false.</p>
    <h2>How to check it</h2>
    <p>The program <code>verify-evidence</code>, given this archive and the log's key, checks all of the
    above, and prints what is proven when it is asked to; it is one file and needs nothing but Python 3 and
    its package <code>cryptography</code>. By hand: <code>sha256sum</code> checks the files against
    <code>manifest.sha256</code>, and any reader of C2SP tlog-proof the records.</p>
    """
}
