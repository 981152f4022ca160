// Contract of every backend: records, whose kinds the store gets when it is opened, and knows nothing of.

#include "tandem/base/user_error.hpp"

#include "key_store_contract.hpp"
#include "sqlite/sqlite.hpp"

#include <gmock/gmock.h>

#include <chrono>
#include <stdexcept>

namespace tandem::store {
namespace {

using namespace std::chrono_literals;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsNull;
using testing::NotNull;
using testing::SizeIs;

template <class T>
T new_record(std::string_view name = {}) {
    T record;
    record.id = crypto::random_uuid<ObjectId>();
    record.created = kCreated;
    record.name = name;
    return record;
}
Label new_label(const KeyId& key) {
    auto label = new_record<Label>("label");
    label.key = key;
    return label;
}
template <class T>
PutObject<T> creation_of_record(T record, std::string_view secret = {}) {
    return {std::move(record), PutObject<T>::kNew, secret_of(secret)};
}

class RecordsContract : public KeyStoreContract {
  protected:
    template <class T>
    Objects<T> of(const TenantInStore& tenant) {
        return Objects<T>{*tenant.tenant()};
    }
    // A committed one.
    Note create(std::string_view name) {
        auto note = new_record<Note>(name);
        note.text = "text";
        EXPECT_THAT(mine_.commit(creation_of_record(note)), Succeeds());
        note.revision = 1;
        return note;
    }
};
INSTANTIATE_TEST_SUITE_P(Backends, RecordsContract, testing::Values(Kind::memory, Kind::sqlite), name_of_kind);

TEST_P(RecordsContract, a_new_one_is_found_by_id_and_by_name) {
    const auto note = create("one");
    const auto guard = store_->read();
    const Note* found = of<Note>(mine_).find(note.id);
    ASSERT_THAT(found, NotNull());
    EXPECT_EQ(found->revision, 1U);
    EXPECT_EQ(found->created, note.created);
    EXPECT_EQ(found->text, "text");
    EXPECT_EQ(of<Note>(mine_).find_named("one"), found);
    EXPECT_THAT(of<Note>(mine_).list(), ElementsAre(found));
}

TEST_P(RecordsContract, the_neighbour_does_not_see_it) {
    const auto note = create("one");
    const auto guard = store_->read();
    EXPECT_THAT(of<Note>(neighbour_).find(note.id), IsNull());
    EXPECT_THAT(of<Note>(neighbour_).find_named("one"), IsNull());
    EXPECT_EQ(of<Note>(neighbour_).size(), 0U);
}

TEST_P(RecordsContract, reading_decodes_nothing) {
    const auto note = create("one");
    const auto guard = store_->read();
    const int before = decoded_notes;
    const Note* found = of<Note>(mine_).find(note.id);
    EXPECT_EQ(of<Note>(mine_).find(note.id), found);
    of<Note>(mine_).visit(KeyOrder::newest_first, [&](const Note& each) { return &each == found; });
    EXPECT_EQ(decoded_notes, before);
}

TEST_P(RecordsContract, a_name_that_is_taken_is_a_conflict) {
    create("one");
    EXPECT_THAT(mine_.commit(creation_of_record(new_record<Note>("one"))), FailsWith(ErrorCode::conflict));
    EXPECT_THAT(mine_.commit(creation_of_record(new_record<Note>("two")), creation_of_record(new_record<Note>("two"))),
                FailsWith(ErrorCode::conflict));
}

TEST_P(RecordsContract, a_name_is_free_for_another_tenant_and_another_kind) {
    create("one");
    EXPECT_THAT(neighbour_.commit(creation_of_record(new_record<Note>("one"))), Succeeds());
    WhiteBoxKey box;
    box.id = crypto::random_uuid<ObjectId>();
    box.name = "one";
    EXPECT_THAT(mine_.commit(PutObject<WhiteBoxKey>{box, PutObject<WhiteBoxKey>::kNew}), Succeeds());
}

TEST_P(RecordsContract, an_id_is_free_for_another_kind) {
    const auto note = create("one");
    Label label = new_label(mine_.create_key().id);
    label.id = note.id;
    ASSERT_THAT(mine_.commit(creation_of_record(label)), Succeeds());
    ASSERT_THAT(mine_.commit(RemoveObject<Note>{note.id, 1}), Succeeds());
    const auto guard = store_->read();
    EXPECT_THAT(of<Note>(mine_).find(note.id), IsNull());
    EXPECT_THAT(of<Label>(mine_).find(note.id), NotNull());
}

TEST_P(RecordsContract, names_of_a_kind_without_unique_ones_may_be_the_same) {
    const Key key = mine_.create_key();
    ASSERT_THAT(mine_.commit(creation_of_record(new_label(key.id)), creation_of_record(new_label(key.id))), Succeeds());
    const auto guard = store_->read();
    EXPECT_EQ(of<Label>(mine_).size(), 2U);
    EXPECT_THAT(of<Label>(mine_).find_named("label"), IsNull());
}

TEST_P(RecordsContract, a_change_moves_the_name) {
    auto note = create("before");
    note.name = "after";
    ASSERT_THAT(mine_.commit(PutObject<Note>{note, 1}), Succeeds());
    const auto guard = store_->read();
    EXPECT_THAT(of<Note>(mine_).find_named("before"), IsNull());
    ASSERT_THAT(of<Note>(mine_).find_named("after"), NotNull());
    EXPECT_EQ(of<Note>(mine_).find_named("after")->revision, 2U);
}

TEST_P(RecordsContract, what_a_reader_has_stays_as_it_was) {
    auto note = create("one");
    const auto guard = store_->read();
    const Note* before = of<Note>(mine_).find(note.id);
    note.text = "another";
    ASSERT_THAT(mine_.commit(PutObject<Note>{note, 1}), Succeeds());
    EXPECT_EQ(before->text, "text");
    EXPECT_EQ(of<Note>(mine_).find(note.id)->text, "another");
}

TEST_P(RecordsContract, a_change_of_another_revision_is_a_conflict) {
    const auto note = create("one");
    EXPECT_THAT(mine_.commit(creation_of_record(note)), FailsWith(ErrorCode::conflict));
    EXPECT_THAT(mine_.commit(PutObject<Note>{note, 2}), FailsWith(ErrorCode::conflict));
    EXPECT_THAT(mine_.commit(RemoveObject<Note>{note.id, 2}), FailsWith(ErrorCode::conflict));
    EXPECT_THAT(mine_.commit(PutObject<Note>{note, std::nullopt}), Succeeds());
    EXPECT_THAT(mine_.commit(RemoveObject<Note>{note.id, 2}), Succeeds());
    EXPECT_THAT(mine_.commit(RemoveObject<Note>{note.id, 2}), FailsWith(ErrorCode::conflict));
}

TEST_P(RecordsContract, a_secret_is_kept_until_another_is_given) {
    auto note = new_record<Note>("one");
    const auto secret = [&] {
        const auto guard = store_->read();
        const auto notes = of<Note>(mine_);
        return std::string{as_text(notes.open_secret(*notes.find(note.id))->expose_secret())};
    };
    ASSERT_THAT(mine_.commit(creation_of_record(note, kMaterial)), Succeeds());
    ASSERT_THAT(mine_.commit(PutObject<Note>{note, 1}), Succeeds());
    EXPECT_EQ(secret(), kMaterial);
    ASSERT_THAT(mine_.commit(PutObject<Note>{note, 2, secret_of("another")}), Succeeds());
    EXPECT_EQ(secret(), "another");
}

TEST_P(RecordsContract, what_goes_with_a_key_needs_it_and_goes_with_it) {
    EXPECT_THAT(mine_.commit(creation_of_record(new_label(crypto::random_uuid<KeyId>()))),
                FailsWith(ErrorCode::conflict));
    const Key key = mine_.create_key();
    EXPECT_THAT(neighbour_.commit(creation_of_record(new_label(key.id))), FailsWith(ErrorCode::conflict));
    ASSERT_THAT(mine_.commit(creation_of_record(new_label(key.id))), Succeeds());
    const Label stays = new_label(mine_.create_key().id);
    ASSERT_THAT(mine_.commit(creation_of_record(stays)), Succeeds());
    create("a note");
    ASSERT_THAT(mine_.commit(creation_of_record(new_label(key.id)), RemoveKey{key.id, 1}), Succeeds());
    const auto guard = store_->read();
    EXPECT_THAT(of<Label>(mine_).of_key(key.id), SizeIs(0));
    EXPECT_THAT(of<Label>(mine_).list(), ElementsAre(of<Label>(mine_).find(stays.id)));
    EXPECT_EQ(of<Note>(mine_).size(), 1U);
}

TEST_P(RecordsContract, there_are_no_more_than_the_change_says) {
    const auto limited = [](auto record) {
        auto creation = creation_of_record(std::move(record));
        creation.most = 1;
        return creation;
    };
    ASSERT_THAT(mine_.commit(limited(new_record<Note>("one"))), Succeeds());
    EXPECT_THAT(mine_.commit(limited(new_record<Note>("two"))), FailsWith(ErrorCode::conflict));
    // The limit is that of each key, where the kind goes with one.
    const Key key = mine_.create_key();
    ASSERT_THAT(mine_.commit(limited(new_label(key.id))), Succeeds());
    EXPECT_THAT(mine_.commit(limited(new_label(key.id))), FailsWith(ErrorCode::conflict));
    EXPECT_THAT(mine_.commit(limited(new_label(mine_.create_key().id))), Succeeds());
}

TEST_P(RecordsContract, they_are_due_by_their_dates) {
    auto note = create("one");
    note.ends = kCreated + 24h;
    ASSERT_THAT(mine_.commit(PutObject<Note>{note, 1}), Succeeds());
    const auto guard = store_->read();
    EXPECT_THAT(of<Note>(mine_).due(kCreated + 24h - 1ms), SizeIs(0));
    EXPECT_THAT(of<Note>(mine_).due(kCreated + 24h), ElementsAre(note.id));
    EXPECT_THAT(of<Note>(neighbour_).due(kCreated + 24h), SizeIs(0));
}

TEST_P(RecordsContract, a_kind_that_nobody_registered_is_refused) {
    const auto stranger = new_record<Stranger>();
    EXPECT_THAT(mine_.commit(creation_of_record(new_record<Note>("one")), creation_of_record(stranger)),
                FailsWith(ErrorCode::internal));
    EXPECT_THAT(mine_.commit(RemoveObject<Stranger>{stranger.id, 1}), FailsWith(ErrorCode::internal));
    const auto guard = store_->read();
    EXPECT_THAT(of<Stranger>(mine_).find(stranger.id), IsNull());
    EXPECT_EQ(of<Note>(mine_).size(), 0U);
}

TEST_P(RecordsContract, another_type_does_not_get_what_has_its_number) {
    const auto note = create("one");
    EXPECT_THAT(mine_.commit(PutObject<LaterNote>{new_record<LaterNote>("two"), 0}), FailsWith(ErrorCode::internal));
    const auto guard = store_->read();
    EXPECT_THAT(of<LaterNote>(mine_).find(note.id), IsNull());
}

// ---- a database that is opened again ----

class StoredRecords : public testing::Test {
  protected:
    std::unique_ptr<KeyStore> open(RecordKinds kinds = test_record_kinds()) {
        return KeyStore::open(open_sqlite_backend({file_, {}, false}), test_unseal_key(), clock_, std::move(kinds));
    }
    // Stores one for "mine".
    template <class T>
    T put(T record, RecordKinds kinds = test_record_kinds()) {
        const auto store = open(std::move(kinds));
        TenantInStore mine{*store, "mine"};
        mine.create();
        EXPECT_THAT(mine.commit(creation_of_record(record, "secret")), Succeeds());
        return record;
    }
    // Refused for the row of that record, and why.
    void expect_refusal(const Record& record, std::string_view why, RecordKinds kinds = test_record_kinds()) {
        try {
            (void)open(std::move(kinds));
            ADD_FAILURE() << "the store opened";
        } catch (const UserError& error) {
            EXPECT_EQ(error.kind(), UserError::damaged);
            const std::string object = tenant_named("mine").id.text() + "/200/" + record.id.text();
            EXPECT_THAT(error.what(), AllOf(HasSubstr("table objects, object " + object), HasSubstr(why)));
        }
    }
    void alter(const std::string& statement) {
        ASSERT_TRUE(SqliteConnection::open(file_.string(), "")->execute(statement).has_value());
    }

    test::TemporaryFolder folder_;
    std::filesystem::path file_ = folder_ / "store.db";
    test::FakeClock clock_;
};

TEST_F(StoredRecords, come_back) {
    auto note = new_record<Note>("one");
    note.text = "text";
    note.ends = kCreated + 24h;
    put(note);
    const auto store = open();
    const auto guard = store->read();
    const Objects<Note> notes{*store->find_tenant_by_name("mine")};
    const Note* found = notes.find_named("one");
    ASSERT_THAT(found, NotNull());
    EXPECT_EQ(found->id, note.id);
    EXPECT_EQ(found->created, kCreated);
    EXPECT_EQ(found->revision, 1U);
    EXPECT_EQ(found->text, "text");
    EXPECT_EQ(as_text(notes.open_secret(*found)->expose_secret()), "secret");
    EXPECT_THAT(notes.due(kCreated + 24h), ElementsAre(note.id));
}

TEST_F(StoredRecords, are_logged_under_the_numbers_of_their_kind) {
    const auto note = put(new_record<Note>("one"));
    {
        const auto store = open();
        TenantInStore mine{*store, "mine"};
        ASSERT_THAT(mine.commit(RemoveObject<Note>{note.id, 1}), Succeeds());
    }
    auto connection = SqliteConnection::open(file_.string(), "");
    EXPECT_EQ(*connection->query_text("SELECT group_concat(kind || ' ' || object) FROM (SELECT kind, object FROM "
                                      "change_log WHERE epoch > 1 ORDER BY epoch, ordinal)"),
              "201 " + note.id.text() + ",202 " + note.id.text());
}

TEST_F(StoredRecords, one_that_was_edited_is_refused_by_name) {
    const auto note = put(new_record<Note>("one"));
    alter("UPDATE objects SET fields = x'01000000036f6e6502000000016e'");
    expect_refusal(note, "the row's MAC does not hold");
}

TEST_F(StoredRecords, one_with_fields_that_are_not_its_kinds_is_refused_by_name) {
    auto note = new_record<LaterNote>("one");
    note.colour = "red";
    put(note, {kRecordKind<LaterNote>});
    expect_refusal(note, "a column is not of its type");
    EXPECT_NO_THROW((void)open({kRecordKind<LaterNote>}));
}

TEST_F(StoredRecords, one_of_a_kind_that_nobody_registered_is_refused_by_name) {
    const auto note = put(new_record<Note>("one"));
    expect_refusal(note, "a column is not of its type", {});
    expect_refusal(note, "a column is not of its type", {kRecordKind<Label>});
}

// ---- numbers ----

TEST(RecordKinds, have_numbers_of_their_own) {
    test::FakeClock clock;
    const auto open = [&](RecordKinds kinds) {
        (void)KeyStore::open(make_memory_backend(), test_unseal_key(), clock, std::move(kinds));
    };
    const auto numbered = [](std::uint8_t number, std::uint8_t put, std::uint8_t removed) {
        return record_kind<Stranger>(number, put, removed);
    };
    EXPECT_NO_THROW(open({numbered(100, 101, 102), numbered(101, 103, 104)}));
    // None, a kind of the store's own, and the other record's.
    for (const std::uint8_t number : {0, 1, 101})
        EXPECT_THROW(open({numbered(number, 201, 202), numbered(101, 103, 104)}), std::logic_error) << int{number};
    // A change of the store's own, its own other one, and the other record's.
    for (const std::uint8_t put : {0, 28, 202, 103})
        EXPECT_THROW(open({numbered(100, put, 202), numbered(101, 103, 104)}), std::logic_error) << int{put};
}

}  // namespace
}  // namespace tandem::store
