/// How a browser keeps a page up to date while the work that it tells of goes on.
///
/// It reads the file anew every so often. A file that should have been written again long ago was
/// left behind, as by a program that was killed: then the page says since when there is no news,
/// and is not read anew any more.
package struct PageRenewal: Sendable, Equatable {
    /// Between two looks.
    let seconds: Int
    /// In seconds since 1970.
    let writtenAt: Int
    /// The age from which on a file was left behind.
    let patienceSeconds: Int
    /// What to do about a file that was left behind.
    let advice: String

    package init(seconds: Int, writtenAt: Int, patienceSeconds: Int, advice: String) {
        self.seconds = seconds
        self.writtenAt = writtenAt
        self.patienceSeconds = patienceSeconds
        self.advice = advice
    }

    /// For the head of a page, where scripts are off: nobody knows what time it is then.
    var withoutScript: Markup {
        "<noscript><meta http-equiv=\"refresh\" content=\"\(seconds)\"/></noscript>\n"
    }

    /// For the body: what is shown when there is no news, and what decides that.
    var notice: Markup {
        """
        <div class="note warning" role="note" id="overdue" hidden="hidden" \
        data-seconds="\(seconds)" data-written="\(writtenAt)" data-patience="\(patienceSeconds)">\
        <b>Warning</b><bdi>No news since <time></time>.</bdi><p dir="auto">\(advice)</p></div>
        <script>\(Self.script)</script>
        """
    }

    /// The same on every page, so that the policy can name it by its hash.
    private static let script: Markup = """
        const note = document.getElementById("overdue"), {written, patience, seconds} = note.dataset
        if (Date.now() / 1000 - written > patience) {
          note.querySelector("time").textContent = new Date(1000 * written).toLocaleString()
          note.hidden = false
        } else setTimeout(() => location.reload(), 1000 * seconds)
        """

    /// The script's SHA-256, for the page's policy.
    static let scriptSource = "'sha256-ENzEpTFO7WYzBDqHm+a5JIQ6aVDU0H/heZbVLpmqop0='"
}
