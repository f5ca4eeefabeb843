import ArgumentParser

struct CorpusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "corpus",
        abstract: "Look into, convert, clean and split translation memories.",
        discussion: """
            Formats read, told apart by content and then by name, each also packed by gzip or \
            zstd:

              TMX 1.1 to 1.4b              .tmx
              XLIFF 1.0 to 1.2, 2.0, 2.1   .xlf .xliff, also .sdlxliff and .mqxliff
              gettext                      .po .pot
              OPUS XCES                    the link file, its documents below its folder
              Bibles in OSIS or CES        two documents or folders: A,B
              tab-separated text           source TAB target, further columns ignored
              parallel plain text          two files: A,B
              any other XML                with --xml-unit, --xml-source and --xml-target
            """,
        subcommands: [
            InspectCommand.self, CleanCommand.self, SplitCommand.self, ConvertCommand.self,
        ])
}
