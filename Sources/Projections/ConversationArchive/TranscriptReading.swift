internal import InteractionModel

/// A transcript put together: what was said in the order of time, with the edits, redactions and
/// doubled deliveries of each entry, wherever in the log they stand.
///
/// A function of the set of records but for positions and what follows from them: records with
/// equal times keep the order of the log, and whether one was late depends on it by definition.
struct TranscriptReading {
  /// In the order of (effective time, position).
  private(set) var entries: [ShownEntry] = []
  /// The uses of responses in the order of (effective time, position), each with the position of
  /// the message that it is the same as.
  private(set) var uses: [(use: ResponseUse, message: Position?)] = []
  /// Receipts about messages that are not in the conversation.
  private(set) var unmatchedReceipts = 0
  /// The positions of entries by event id.
  let places: [EventID: Position]

  init(_ transcript: Transcript) {
    let events = transcript.words.list.map { ArchiveEvent($0) }
    let kinds = transcript.entries.map { entry in
      (entry.type > 0 ? events[Int(entry.type) - 1] : nil) ?? .other
    }
    var indices: [EventID: Int] = [:]
    for (index, entry) in transcript.entries.enumerated() where indices[entry.id] == nil {
      indices[entry.id] = index
    }
    places = indices.mapValues { transcript.entries[$0].moment.position }

    let originals = TranscriptReading.originals(transcript.entries, kinds)
    var amendments: [Int: [Amendment]] = [:]
    var unmatched: [String: [Amendment]] = [:]
    for amendment in transcript.amendments {
      let id = amendment.target.flatMap { EventID($0) }
      if let index = id.flatMap({ indices[$0] }), kinds[index].isSaid {
        // What is said about either copy holds for what both say.
        amendments[originals[index] ?? index, default: []].append(amendment)
      } else {
        // Those that name nothing stay apart from each other.
        let name = id?.description ?? amendment.target ?? " \(amendment.moment.position)"
        unmatched[name, default: []].append(amendment)
      }
    }
    var copies: [Int: [Int]] = [:]
    for (copy, original) in originals { copies[original, default: []].append(copy) }

    // The latest time among the records before, as far as their clocks can be believed.
    var latest: Instant?
    for (index, entry) in transcript.entries.enumerated() {
      let original = originals[index]
      let isDuplicate = original != nil || ShownEntry.isFlaggedAsDuplicate(entry, kinds[index])
      let shown = ShownEntry(entry, kinds[index], amendments[index] ?? [])
      shown.isDuplicate = isDuplicate
      shown.duplicateOf = original.map { transcript.entries[$0].moment.position }
      shown.isLate =
        !isDuplicate && !entry.lacksTime && latest.map { entry.moment.time < $0 } == true
      // The strictest of the copies holds for all of them.
      for copy in copies[index] ?? [] {
        shown.visibility = max(shown.visibility, transcript.entries[copy].visibility)
      }
      entries.append(shown)
      if !entry.lacksTime {
        let credible = min(entry.moment.time, entry.recorded)
        latest = latest.map { max($0, credible) } ?? credible
      }
    }
    for group in unmatched.values {
      if let orphan = ShownEntry(orphan: group) {
        entries.append(orphan)
      } else {
        unmatchedReceipts += group.count
      }
    }
    entries.sort { $0.moment < $1.moment }
    uses = TranscriptReading.uses(transcript.uses, entries)
  }

  /// For each doubled delivery, the entry it repeats: of one type and one item of the source, the
  /// first by time that the source itself does not call a duplicate.
  private static func originals(
    _ entries: [TranscriptEntry], _ kinds: [ArchiveEvent]
  ) -> [Int: Int] {
    struct Item: Hashable {
      let type: Int32
      let id: String
    }
    var groups: [Item: [Int]] = [:]
    for (index, entry) in entries.enumerated() {
      guard let item = entry.item else { continue }
      groups[Item(type: entry.type, id: item), default: []].append(index)
    }
    var originals: [Int: Int] = [:]
    for group in groups.values where group.count > 1 {
      let plain = group.filter { !ShownEntry.isFlaggedAsDuplicate(entries[$0], kinds[$0]) }
      let candidates = plain.isEmpty ? group : plain
      let first = candidates.min { entries[$0].moment < entries[$1].moment }
      guard let first else { continue }
      for index in group where index != first { originals[index] = first }
    }
    return originals
  }

  /// The uses that records of their own say and those that messages carry, each once.
  private static func uses(
    _ said: [ResponseUse], _ entries: [ShownEntry]
  ) -> [(use: ResponseUse, message: Position?)] {
    var items: Set<String> = []
    var uses: [(use: ResponseUse, message: Position?)] = []
    var free: [String: [Int]] = [:]
    for use in said.sorted(by: { $0.moment < $1.moment }) {
      if let item = use.item, !items.insert(use.response + " " + item).inserted { continue }
      free[use.response, default: []].append(uses.count)
      uses.append((use, nil))
    }
    for entry in entries where !entry.isDuplicate {
      guard let message = entry.entry.flatMap({ ResponseUse($0) }) else { continue }
      let candidates = (free[message.response] ?? []).filter { uses[$0].use.canBe(message) }
      // The last one before it, else the first one after it.
      let before = candidates.last { uses[$0].use.moment.time <= message.moment.time }
      if let index = before ?? candidates.first {
        uses[index].message = entry.moment.position
        if uses[index].use.version == nil { uses[index].use.version = message.version }
        free[message.response]?.removeAll { $0 == index }
      } else {
        uses.append((message, entry.moment.position))
      }
    }
    return uses.sorted { $0.use.moment < $1.use.moment }
  }
}
