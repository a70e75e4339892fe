internal import InteractionModel

extension CodifiedResponse {
  /// The row of the response.
  /// - Parameter context: which document it is.
  /// - Returns: one row; none when no record was about a response.
  func rows(_ context: RowContext) -> [Row] {
    guard taken > 0 else { return [] }
    return [
      Row(
        table: ConversationArchive.responses.name, key: context.key,
        values: [
          .text(status), ColumnValue(owner.value), ColumnValue(issue.value),
          ColumnValue(current?.number == 0 ? nil : current?.number), ColumnValue(reviewBy.value),
          .text(document.json.canonicalText),
        ])
    ]
  }

  /// The versions as they stand.
  ///
  /// Records that name no version are one of their own only when they brought a wording, or when
  /// there is no other.
  private var standing: [ResponseVersion] {
    let unnamed = versions.first { $0.number == 0 }
    return versions.filter { version in
      version.number != 0 || version.codified.moment != nil || versions.count == 1
    }.map { $0.merging(unnamed) }
  }

  /// The latest approved version, else the latest that was not retired, else the latest.
  private var current: ResponseVersion? {
    standing.last { $0.status == "approved" } ?? standing.last { $0.status == "codified" }
      ?? standing.last
  }

  private var status: String { current?.status ?? "codified" }

  /// The response as users see it; what is not known is left out.
  private var document: Document<ResponseField> {
    let counts: Document<ResponseCountField> = [.events: .int(events), .unknown: .int(unknown)]
    var object: Document<ResponseField> = [
      .counts: counts.json,
      .status: .string(status),
      .versions: .array(standing.map(\.document)),
    ]
    object.put(.issue, issue.value)
    object.put(.owner, owner.value)
    object.put(.owners, owners.sorted { $0.moment < $1.moment }.map(\.document))
    object.put(.reviewBy, reviewBy.value)
    if let current, current.number != 0 { object[.version] = .int(current.number) }
    return object
  }
}

extension CodifiedResponse.Ownership {
  /// The ownership as users see it.
  fileprivate var document: JSONValue {
    let object: Document<OwnershipField> = [
      .owner: .string(owner), .position: .int(moment.position.rawValue),
      .time: .string(moment.text(said)),
    ]
    return object.json
  }
}
