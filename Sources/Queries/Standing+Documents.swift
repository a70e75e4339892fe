internal import Compliance
internal import InteractionModel
internal import Projections

extension Document where Field == PromiseField {
  /// The promise as answers have it: late where the clock says so.
  func seen(at view: Viewpoint) -> Self {
    guard case .late = Standing(self, at: view) else { return self }
    var seen = self
    seen[.state] = .string(Standing.lateState)
    return seen
  }
}

extension Document {
  /// The document with the promises in one of its lists as answers have them.
  func seeing(_ promises: Field, at view: Viewpoint) -> Self {
    guard self[promises] != nil else { return self }
    var seen = self
    seen[promises] = .array(
      parts(promises, of: PromiseField.self).map { $0.seen(at: view).json })
    return seen
  }
}

extension Document where Field == MatterField {
  /// The matter of a case that was settled: the clocks that ran until then have ended, and those that
  /// were breached are as late as they were then.
  func settled(_ time: String) -> Self {
    var settled = self
    settled[.promises] = .array(
      parts(.promises, of: PromiseField.self).map { promise in
        guard promise[.kind] == "sla" else { return promise.json }
        var ended = promise
        switch promise[.state]?.string ?? "open" {
        case "open", "paused", "running":
          ended[.state] = .string(Standing.endedState)
          ended[.since] = .string(time)
        case "breached": ended[.settled] = .string(time)
        default: break
        }
        return ended.json
      })
    return settled
  }
}

extension Document where Field == CaseField {
  /// When the case was settled, as its source said it; nil while somebody works on it.
  ///
  /// A closing often comes days after what it closes was resolved. Of a case that was reopened in
  /// between, only the closing is known to end it.
  var settled: String? {
    let resolved = parts(.resolutions, of: ResolutionField.self).last?[.time]?.string
    switch self[.status] {
    case "resolved": return resolved
    case "closed":
      return (self[.reopens]?.int ?? 0) == 0
        ? resolved ?? self[.closed]?.string : self[.closed]?.string
    default: return nil
    }
  }

  /// How the clocks of a case stand together, the worst first.
  static var slaStates: [String] {
    [
      "breached", Standing.lateState, Standing.metLateState, "running", "paused",
      Standing.endedState, "met",
    ]
  }

  /// The case as answers have it: of its clocks those that are late or were met late are said to be, and
  /// those that ran or were paused when it was settled have ended.
  ///
  /// Its SLA is the worst of them; without a clock it is late once its due date is past.
  func seen(at view: Viewpoint) -> Self {
    guard let clocks = self[.sla]?.object, self[.slaState] != nil else {
      return lateWithoutClocks(at: view)
    }
    var view = view
    let (zone, settled) = (view.zone, settled)
    if let end = settled.flatMap({ try? zone.start(of: $0) }) { view.now = min(view.now, end) }
    let shown = clocks.members.map { member -> (String, JSONValue) in
      guard var clock = Document<ClockField>(member.value), let state = clock[.state] else {
        return (member.key, member.value)
      }
      var promise: Document<PromiseField> = [.state: state]
      promise[.due] = clock[.due]
      promise[.since] = clock[.since]
      clock[.state] = promise.seen(at: view)[.state]
      if case .kept(.some) = Standing(promise, at: view) {
        clock[.state] = .string(Standing.metLateState)
      }
      if let settled, ["running", "paused"].contains(clock[.state]) {
        clock[.state] = .string(Standing.endedState)
        clock[.since] = .string(settled)
      }
      return (member.key, clock.json)
    }
    let states = shown.compactMap { Document<ClockField>($0.1)?[.state]?.string }
    var seen = self
    seen[.sla] = .object(JSONObject(shown))
    seen[.slaState] = Self.slaStates.first(where: states.contains).map(JSONValue.string)
    return seen
  }

  /// The case with what its due date alone says, of which no clock was recorded.
  private func lateWithoutClocks(at view: Viewpoint) -> Self {
    let isOwed = settled == nil && self[.status] != "closed" && self[.status] != "merged"
    guard isOwed, let due = self[.due], case .late = Standing([.due: due], at: view) else {
      return self
    }
    var seen = self
    seen[.slaState] = .string(Standing.lateState)
    return seen
  }
}

extension Reader {
  /// When and where they look as of a point: by the time that was asked for, where one was.
  func viewpoint(_ point: AsOf?) throws -> Viewpoint {
    var view = view
    if let time = try point?.time(in: store.events) { view.now = time }
    return view
  }
}
