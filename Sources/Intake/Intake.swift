/// Outside formats → events.
///
/// A format reads a file and hands on one item a row: the events the row says, or why it was
/// rejected. Nothing here appends; ``Importer`` batches the events and gives them to a closure.
/// May import InteractionModel, Foundation (time zones, files) and Yams (mapping files).
///
/// - `Source`: files in chunks, lines, JSON elements; bounded memory whatever the file.
/// - `Importer`: batches, duplicates, rejects, what no source may say, words that the vocabulary does
///   not have, cancellation, dry runs.
/// - `News`: what is new in the rows of an export, by what the log has of them.
/// - `CloudEvents`: CloudEvents 1.0 in the project's profile, both ways.
/// - `CSV`, `Mapping`, `Time`: any CSV through a mapping file.
/// - `Open311`: GeoReport v2 JSON with notes and follow-ons.
///
/// To add a format, write a type that conforms to ``IntakeFormat`` in a folder of its own and add
/// one line to ``IntakeCatalogue``.
public enum Intake {
  /// The largest row, line or array element that is read; longer ones are rejected.
  public static let maximumRowBytes = 16 * 1024 * 1024
}
