internal import InteractionModel

/// What a transcript shows of one thing: an entry for each delivery, with the edits, redactions and
/// receipts of them, wherever in the log they stand.
///
/// A function of the set of records but for positions and what follows from them: records with
/// equal times keep the order of the log, and whether one was late depends on it by definition.
struct ThingReading {
  /// In no order of time: copies in log order, then what has no message.
  private(set) var entries: [ShownEntry] = []
  private(set) var counts = EntryCounts()
  /// The uses that messages carry which no copy repeats.
  private(set) var uses: [ResponseUse] = []

  init(_ thing: Thing?, _ words: StringTable) {
    guard let thing, thing.elsewhere == nil else { return }
    let kinds = thing.entries.map {
      words[$0.type].flatMap { ArchiveEvent(EventType($0)) } ?? .other
    }
    let isSaid = kinds.contains { $0.isSaid }
    let first = ThingReading.original(of: thing.entries, kinds)
    for (index, entry) in thing.entries.enumerated() {
      let isCopy = first.map { $0 != index } ?? false
      // What is said about any copy holds for what all of them say.
      let shown = ShownEntry(
        entry, kinds[index], isSaid && !isCopy ? thing.amendments : [],
        deliveries: isCopy ? thing.entries[index...index] : thing.entries[...])
      shown.isDuplicate = isCopy || ShownEntry.isFlaggedAsDuplicate(entry, kinds[index])
      shown.isLate = !shown.isDuplicate && entry.cameLate
      if let first, isCopy {
        shown.duplicateOf = thing.entries[first].moment.position
      } else {
        for copy in thing.entries { shown.last = max(shown.last, copy.moment.position) }
      }
      entries.append(shown)
    }
    if !isSaid, !thing.amendments.isEmpty {
      if let orphan = ShownEntry(orphan: thing.amendments) {
        entries.append(orphan)
      } else {
        counts[.unmatchedReceipts] += Int64(thing.amendments.count)
      }
    }
    for shown in entries {
      counts.count(shown)
      if !shown.isDuplicate, let entry = shown.entry, let use = ResponseUse(entry) {
        uses.append(use)
      }
    }
  }

  /// Of several deliveries of one item of the source the first by time that the source itself does
  /// not call a duplicate; nil when there is but one.
  private static func original(of entries: [TranscriptEntry], _ kinds: [ArchiveEvent]) -> Int? {
    guard entries.count > 1 else { return nil }
    let plain = entries.indices.filter { !ShownEntry.isFlaggedAsDuplicate(entries[$0], kinds[$0]) }
    return (plain.isEmpty ? Array(entries.indices) : plain)
      .min { entries[$0].moment < entries[$1].moment }
  }
}
