<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>tradepost::ui::CatalogPage</name>
    <message numerus="yes">
        <source>Copied %n row(s).</source>
        <translation>
            <numerusform>Copied %n row.</numerusform>
            <numerusform>Copied %n rows.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) not loaded yet were left out.</source>
        <translation>
            <numerusform>%n row not loaded yet was left out.</numerusform>
            <numerusform>%n rows not loaded yet were left out.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n product(s) changed elsewhere in this list.</source>
        <translation>
            <numerusform>%n product changed elsewhere in this list.</numerusform>
            <numerusform>%n products changed elsewhere in this list.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n product(s)</source>
        <translation>
            <numerusform>%n product</numerusform>
            <numerusform>%n products</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tradepost::ui::DropZone</name>
    <message numerus="yes">
        <source>At most %n file(s) at once.</source>
        <translation>
            <numerusform>At most one file at once.</numerusform>
            <numerusform>At most %n files at once.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tradepost::ui::FileStep</name>
    <message numerus="yes">
        <source>%n column(s)</source>
        <translation>
            <numerusform>%n column</numerusform>
            <numerusform>%n columns</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n of these rows need(s) correcting</source>
        <translation>
            <numerusform>%n of these rows needs correcting</numerusform>
            <numerusform>%n of these rows need correcting</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Format</name>
    <message numerus="yes">
        <source>%n min ago</source>
        <translation>
            <numerusform>%n min ago</numerusform>
            <numerusform>%n min ago</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n h ago</source>
        <translation>
            <numerusform>%n h ago</numerusform>
            <numerusform>%n h ago</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n day(s) ago</source>
        <translation>
            <numerusform>%n day ago</numerusform>
            <numerusform>%n days ago</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tradepost::ui::ImportPage</name>
    <message numerus="yes">
        <source>Import %n product(s)</source>
        <translation>
            <numerusform>Import %n product</numerusform>
            <numerusform>Import %n products</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tradepost::ui::ImportsPage</name>
    <message numerus="yes">
        <source>%n import(s)</source>
        <translation>
            <numerusform>%n import</numerusform>
            <numerusform>%n imports</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tradepost::ui::MainWindow</name>
    <message numerus="yes">
        <source>Offline. What you see may be out of date; nothing you typed is lost. Trying again in %n second(s).</source>
        <translation>
            <numerusform>Offline. What you see may be out of date; nothing you typed is lost. Trying again in %n second.</numerusform>
            <numerusform>Offline. What you see may be out of date; nothing you typed is lost. Trying again in %n seconds.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tradepost::ui::MappingStep</name>
    <message numerus="yes">
        <source>%n of the first rows cannot be read so.</source>
        <translation>
            <numerusform>%n of the first rows cannot be read so.</numerusform>
            <numerusform>%n of the first rows cannot be read so.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The first %n product(s), read without a mistake.</source>
        <translation>
            <numerusform>The first product, read without a mistake.</numerusform>
            <numerusform>The first %n products, read without a mistake.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Moderation</name>
    <message numerus="yes">
        <source>%n finding(s)</source>
        <translation>
            <numerusform>%n finding</numerusform>
            <numerusform>%n findings</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tradepost::ui::OutcomeStep</name>
    <message numerus="yes">
        <source>Copied %n row(s).</source>
        <translation>
            <numerusform>Copied %n row.</numerusform>
            <numerusform>Copied %n rows.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tradepost::ui::Outline</name>
    <message numerus="yes">
        <source>%n problem(s)</source>
        <translation>
            <numerusform>%n problem</numerusform>
            <numerusform>%n problems</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tradepost::ui::PreviewPanel</name>
    <message numerus="yes">
        <source>%n variant(s)</source>
        <translation>
            <numerusform>%n variant</numerusform>
            <numerusform>%n variants</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ProductChecks</name>
    <message numerus="yes">
        <source>Shorten this to at most %n character(s).</source>
        <translation>
            <numerusform>Shorten this to at most %n character.</numerusform>
            <numerusform>Shorten this to at most %n characters.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tradepost::ui::ProductEditorPage</name>
    <message numerus="yes">
        <source>Not saved: %n field(s) need another look.</source>
        <translation>
            <numerusform>Not saved: %n field needs another look.</numerusform>
            <numerusform>Not saved: %n fields need another look.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tradepost::models::QueueModel</name>
    <message numerus="yes">
        <source>%n finding(s)</source>
        <translation>
            <numerusform>%n finding</numerusform>
            <numerusform>%n findings</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tradepost::ui::ReviewPage</name>
    <message numerus="yes">
        <source>%n product(s) decided.</source>
        <translation>
            <numerusform>%n product decided.</numerusform>
            <numerusform>%n products decided.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n product(s)</source>
        <translation>
            <numerusform>%n product</numerusform>
            <numerusform>%n products</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Approve %n product(s)?</source>
        <translation>
            <numerusform>Approve %n product?</numerusform>
            <numerusform>Approve %n products?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Reject %n product(s)?</source>
        <translation>
            <numerusform>Reject %n product?</numerusform>
            <numerusform>Reject %n products?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Request changes of %n product(s)?</source>
        <translation>
            <numerusform>Request changes of %n product?</numerusform>
            <numerusform>Request changes of %n products?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n waiting</source>
        <translation>
            <numerusform>%n waiting</numerusform>
            <numerusform>%n waiting</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>About the %n selected</source>
        <translation>
            <numerusform>About the %n selected</numerusform>
            <numerusform>About the %n selected</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n not decided: %1</source>
        <translation>
            <numerusform>%n not decided: %1</numerusform>
            <numerusform>%n not decided: %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tradepost::ui::ReviewView</name>
    <message numerus="yes">
        <source>%n picture(s) taken out</source>
        <translation>
            <numerusform>%n picture taken out</numerusform>
            <numerusform>%n pictures taken out</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n picture(s) added</source>
        <translation>
            <numerusform>%n picture added</numerusform>
            <numerusform>%n pictures added</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tradepost::ui::SavedViews</name>
    <message numerus="yes">
        <source>There are %n views already. Remove one first.</source>
        <translation>
            <numerusform>There is one view already. Remove it first.</numerusform>
            <numerusform>There are %n views already. Remove one first.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tradepost::ui::StatusLine</name>
    <message numerus="yes">
        <source>%n job(s) running</source>
        <translation>
            <numerusform>1 job running</numerusform>
            <numerusform>%n jobs running</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tradepost::ui::TopBar</name>
    <message numerus="yes">
        <source>%n new notification(s)</source>
        <translation>
            <numerusform>1 new notification</numerusform>
            <numerusform>%n new notifications</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tradepost::ui::VariantOptionsDialog</name>
    <message numerus="yes">
        <source>%n variant(s)</source>
        <translation>
            <numerusform>%n variant</numerusform>
            <numerusform>%n variants</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n stay(s)</source>
        <translation>
            <numerusform>%n stays</numerusform>
            <numerusform>%n stay</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n new</source>
        <translation>
            <numerusform>%n new</numerusform>
            <numerusform>%n new</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n removed</source>
        <translation>
            <numerusform>%n removed</numerusform>
            <numerusform>%n removed</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Variants</name>
    <message numerus="yes">
        <source>At most %n option(s) are possible.</source>
        <translation>
            <numerusform>At most %n option is possible.</numerusform>
            <numerusform>At most %n options are possible.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tradepost::ui::VariantsSection</name>
    <message numerus="yes">
        <source>Fill %n row(s)</source>
        <translation>
            <numerusform>Fill %n row</numerusform>
            <numerusform>Fill %n rows</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n variant(s)</source>
        <translation>
            <numerusform>%n variant</numerusform>
            <numerusform>%n variants</numerusform>
        </translation>
    </message>
</context>
</TS>
