internal import InteractionModel

/// In which case the records showed each conversation of a party to be when another one started.
///
/// What the source says counts by when it was said, a link by its place in the log, and the order
/// of times need not be that of places. So a conversation is in a case for a stretch of starts by
/// time and a stretch of starts by place. The starts are gone through by time: a stretch is entered
/// in a segment tree over the starts by place when its time begins, and found there until it ends, in
/// O(log² n).
struct RecordedCases {
  /// That a conversation is in a case, as it is seen from some starts.
  private struct Stretch {
    let conversation: Int
    let node: Node
    /// The starts by time.
    let starts: Range<Int>
    /// The starts by their place in the log.
    let ranks: Range<Int>
  }

  /// A part of the tree of a case.
  private struct Node: Hashable {
    let `case`: Int
    var number: Int
  }

  /// An issue that was coded in a case, seen from the starts before its end.
  fileprivate struct Coded {
    let issue: Latest<String>
    let end: Int

    var moment: Moment? { issue.moment }
  }

  private let conversations: [PlacedConversation]
  /// By start, its place among all starts in the log.
  private let ranks: [Int]
  private var numbers: [String: Int] = [:]
  /// Those that are still to come: by when conversations are there, and by when they are earlier.
  private var coming: [Stretch] = []
  private var comingEarlier: [Stretch] = []

  private var current = 0
  /// The issues in each part of a tree: none is both newer and there for longer than another, the
  /// newest last.
  private var issues: [Node: [Coded]] = [:]
  /// Until which start some earlier conversation is in each part of a tree.
  private var ends: [Node: Int] = [:]

  /// The cases of some conversations.
  /// - Parameter conversations: by their start.
  init(_ conversations: [PlacedConversation]) {
    self.conversations = conversations
    let order = conversations.indices.sorted {
      conversations[$0].start.position < conversations[$1].start.position
    }
    var ranks = Array(repeating: 0, count: order.count)
    for (rank, place) in order.enumerated() { ranks[place] = rank }
    self.ranks = ranks

    var stretches: [Stretch] = []
    let (all, positions) = (0..<order.count, order.map { conversations[$0].start.position })
    func rank(_ position: Position) -> Int { positions.place { $0 < position } }
    // A state that somebody altered may have links that are in no order.
    func stretch(_ low: Int, _ high: Int) -> Range<Int> { low..<max(low, high) }
    for (place, placed) in conversations.enumerated() {
      func add(_ id: String, _ starts: Range<Int>, _ ranks: Range<Int>) {
        guard !starts.isEmpty, !ranks.isEmpty else { return }
        let number = numbers[id] ?? numbers.count
        numbers[id] = number
        stretches.append(
          Stretch(
            conversation: place, node: Node(case: number, number: 1), starts: starts, ranks: ranks))
      }
      let links = placed.conversation.links
      for (index, link) in links.enumerated() {
        let end = index + 1 < links.count ? rank(links[index + 1].position) : all.upperBound
        if let target = link.target { add(target, all, stretch(rank(link.position), end)) }
      }
      // Where there is a link, nothing else counts.
      let unlinked = 0..<(links.first.map { rank($0.position) } ?? all.upperBound)
      let mentions = placed.conversation.mentions
      for (index, mention) in mentions.enumerated() {
        func start(_ moment: Moment) -> Int { conversations.place { $0.start < moment } }
        let end = index + 1 < mentions.count ? start(mentions[index + 1].moment) : all.upperBound
        add(mention.id, stretch(start(mention.moment), end), unlinked)
      }
    }
    coming = stretches.filter { conversations[$0.conversation].conversation.issue.moment != nil }
      .sorted { $0.starts.lowerBound > $1.starts.lowerBound }
    comingEarlier = stretches.sorted { RecordedCases.entry($0) > RecordedCases.entry($1) }
  }

  /// From which start on a conversation is there and earlier.
  private static func entry(_ stretch: Stretch) -> Int {
    max(stretch.starts.lowerBound, stretch.conversation + 1)
  }

  /// Goes on to a later start.
  mutating func advance(to place: Int) {
    current = place
    while let next = coming.last, next.starts.lowerBound <= place {
      coming.removeLast()
      let coded = Coded(
        issue: conversations[next.conversation].conversation.issue, end: next.starts.upperBound)
      forEachNode(of: next) { issues[$0, default: []].insertInOrder(coded) }
    }
    while let next = comingEarlier.last, RecordedCases.entry(next) <= place {
      comingEarlier.removeLast()
      forEachNode(of: next) { ends[$0] = max(ends[$0] ?? 0, next.starts.upperBound) }
    }
  }

  /// The last issue that was coded in one of the conversations that are in a case, as it is seen
  /// from the start that was come to.
  func issue(in id: String) -> Latest<String> {
    var found = Latest<String>()
    forEachNode(above: id) { node in
      guard let coded = issues[node] else { return true }
      let living = coded.place { $0.end > current }
      if living > 0 { found.take(coded[living - 1].issue) }
      return true
    }
    return found
  }

  /// How many entries the trees have: what it cost.
  var entries: Int { issues.values.reduce(ends.count) { $0 + $1.count } }

  /// Whether a conversation that started before is in a case, as it is seen from the start that was
  /// come to.
  func hasEarlier(in id: String) -> Bool {
    var isFound = false
    forEachNode(above: id) { node in
      isFound = ends[node].map { $0 > current } ?? false
      return !isFound
    }
    return isFound
  }

  // MARK: The tree

  /// The few parts that a stretch is made of.
  private func forEachNode(of stretch: Stretch, _ body: (Node) -> Void) {
    var (low, high) = (
      stretch.ranks.lowerBound + ranks.count, stretch.ranks.upperBound + ranks.count
    )
    var node = stretch.node
    while low < high {
      if low & 1 == 1 {
        node.number = low
        body(node)
        low += 1
      }
      if high & 1 == 1 {
        high -= 1
        node.number = high
        body(node)
      }
      (low, high) = (low / 2, high / 2)
    }
  }

  /// All parts of the tree of a case that the current start is in.
  private func forEachNode(above id: String, _ body: (Node) -> Bool) {
    guard let number = numbers[id] else { return }
    var node = Node(case: number, number: ranks[current] + ranks.count)
    while node.number > 0, body(node) { node.number /= 2 }
  }
}

extension [RecordedCases.Coded] {
  /// Inserts an issue unless a newer one is there for as long, and drops those it stands for.
  fileprivate mutating func insertInOrder(_ coded: RecordedCases.Coded) {
    guard let moment = coded.moment else { return }
    let place = place { $0.moment.map { $0 < moment } ?? true }
    if place < count, self[place].end >= coded.end { return }
    let kept = self[..<place].lastIndex { $0.end > coded.end }.map { $0 + 1 } ?? 0
    replaceSubrange(kept..<place, with: [coded])
  }
}
