internal import InteractionModel

// What was said and taken back: redacted and edited messages.

extension MatterHistory {
  /// Takes an edit or a redaction, which may be recorded before its message.
  ///
  /// What refers to a redacted message is forgotten; its id is kept, for what is still to come. Which
  /// edit stands is for ``StandingWords`` and ``EditOrder`` to say.
  mutating func takeAmendment(
    _ event: CatalogueType, _ record: Record
  ) throws(FoldError) {
    guard let said = try record.text("message") else { return }
    let message = EventID(said)?.description ?? said
    if event == .messageRedacted {
      redacted.insert(message)
      edits.removeAll { $0.message == message }
      touches.removeAll { $0.message == message }
    } else {
      let edit = MessageEdit(
        message: message, conversation: record.conversation,
        edition: try record.wholeNumber("edition"), moment: Moment(record))
      guard !isRedacted(message), record.hasText else { return }
      if let place = edits.firstIndex(where: edit.isSibling) {
        if edits[place].order < edit.order { edits[place] = edit }
      } else {
        edits.append(edit)
      }
    }
  }

  /// What packets show, by (effective time, position): without what redacted messages said.
  var told: [Touch] {
    let details = details.all.filter { $0.message.map { !isRedacted($0) } ?? true }
    return (touches + details).sorted { $0.moment < $1.moment }
  }

  /// Adds a touch that refers to what a message says, unless that is redacted.
  mutating func addReferring(_ touch: Touch) {
    if let message = touch.message, isRedacted(message) { return }
    add(touch)
  }

  /// Where the text of a message stands now.
  /// - Parameter touch: the party's words, or a need.
  /// - Returns: the reference, to the last edition when there is one.
  func reference(_ touch: Touch) -> PacketReference {
    let pointer = touch.kind == .words ? "/text" : touch.code ?? "/text"
    let edit =
      pointer == "/text"
      ? edits.first { $0.message == touch.message && $0.conversation == touch.conversation } : nil
    return PacketReference(edit?.moment.position ?? touch.position, pointer)
  }

  /// The facts without those that were taken from messages that are redacted now.
  var disclosableFacts: KnownFacts {
    if redacted.elements.isEmpty { return facts }
    let hidden = touches.filter { touch in
      touch.kind == .fact && touch.name.map(isRedacted) == true
    }
    return hidden.isEmpty ? facts : facts.without(Set(hidden.map(\.position)))
  }

  private func isRedacted(_ message: String) -> Bool {
    redacted.contains(message)
  }
}

extension Touch {
  /// The event id of the message whose sealed part it refers to.
  fileprivate var message: String? {
    switch kind {
    case .words, .need: id
    case .attachment: name
    default: nil
    }
  }
}
